import type { z } from "zod";
import type { Prisma } from "./generated/client.ts";

/** A row holds JSON that today's schema refuses. */
export class StoredJsonError extends Error {
  readonly code = "stored-json";
  constructor(what: string, cause: unknown) {
    super(`What is stored as ${what} does not fit its schema.`, { cause });
    this.name = "StoredJsonError";
  }
}

/** Reads a JSON column. @throws {StoredJsonError} */
export function parseStored<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new StoredJsonError(what, result.error);
  return result.data;
}

/** A value of a JSON column; what does not fit the schema is never stored. */
export function toStored<T>(schema: z.ZodType<T>, value: T, what: string): Prisma.InputJsonValue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Prisma wants index signatures; the schema has proved that it is plain data
  return parseStored(schema, value, what) as Prisma.InputJsonValue;
}
