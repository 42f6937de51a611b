import { z } from "zod";

/** Every error a page may have to show. The page has a text with a next step for each code, in each language. */
export const apiErrorCodes = [
  "sign-in-required",
  "not-allowed",
  "not-found",
  "bad-input",
  "file-name",
  "file-too-large",
  "file-not-text",
  "file-twice",
  "no-files",
  "too-many-files",
  "too-large",
  "too-many-requests",
  "version-gone",
  "unavailable",
  "internal",
] as const;
export const apiErrorCode = z.enum(apiErrorCodes);
export type ApiErrorCode = z.infer<typeof apiErrorCode>;
