/** Stands for the character that a database refuses. */
const SHOWN_NUL = "\u2400";

/**
 * The value with texts that can be stored everywhere: Postgres refuses NUL and half characters in JSON, and both come
 * from students: printed, in names and messages, or cut in the middle. A report that can't be stored is graded for ever.
 */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", SHOWN_NUL).toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key.replaceAll("\0", SHOWN_NUL), storable(part)]),
  );
}
