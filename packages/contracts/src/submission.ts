import { z } from "zod";

export const FILES_MAX = 20;
export const FILE_BYTES_MAX = 64 * 1024;
export const SUBMISSION_BYTES_MAX = 256 * 1024;

/** A relative path of plain names: no traversal, no hidden file, no surprise in any file system. */
export const filePath = z
  .string()
  .max(120, "file-name")
  .regex(/^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*\/){0,4}[A-Za-z0-9_][A-Za-z0-9_.-]*\.(?:ts|py)$/, "file-name");

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const noNul = (text: string) => !/\u0000/.test(text);
const bytes = (text: string) => new TextEncoder().encode(text).length;

export const sourceFile = z.strictObject({
  path: filePath,
  text: z
    .string()
    .refine((text) => bytes(text) <= FILE_BYTES_MAX, "file-too-large")
    .refine(noNul, "file-not-text")
    .refine((text) => text.isWellFormed(), "file-not-text"),
});
export type SourceFile = z.infer<typeof sourceFile>;

/** The files of one submission: 1 to 20, each at most 64 KiB, 256 KiB together, no path twice. */
export const sourceFiles = z
  .array(sourceFile)
  .min(1, "no-files")
  .max(FILES_MAX, "too-many-files")
  .refine((files) => new Set(files.map((file) => file.path)).size === files.length, "file-twice")
  .refine((files) => files.reduce((sum, file) => sum + bytes(file.text), 0) <= SUBMISSION_BYTES_MAX, "too-large");

export const languages = ["typescript", "python"] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;

/** `submit`: all tests, counts · `run`: the visible tests, counts nothing · `program`: the file is a program, its output is shown. */
export const purposes = ["submit", "run", "program"] as const;
export const purpose = z.enum(purposes);
export type Purpose = z.infer<typeof purpose>;
