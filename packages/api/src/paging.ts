import { z } from "zod";

/** Most lines that one request may ask for. */
export const CURSOR_LIMIT_MAX = 100;

/** Id of the last line of the page before; absent for the first page. Ids grow with time (UUID 7). */
export const cursor = z.uuid().nullish();
