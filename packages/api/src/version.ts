import { z } from "zod";

/** Version of an exercise: the SHA-256 of its content. */
export const version = z.string().regex(/^[0-9a-f]{64}$/);
