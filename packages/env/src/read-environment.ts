import { z } from "zod";
import { EnvironmentError } from "./environment-error.ts";

/** Where variables are looked up; `process.env`, or an object in a test. */
export type Source = Readonly<Record<string, string | undefined>>;

/** The address of the database. */
export const databaseUrl = z
  .string({ error: "set it to the address of your database, such as postgresql://user:password@host:5432/lockstep" })
  .regex(/^postgres(?:ql)?:\/\//, "must begin with postgresql://");

/** Reads variables by a schema; an empty variable counts as absent. @throws {EnvironmentError} */
export function readEnvironment<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, source: Source) {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  throw new EnvironmentError(
    result.error.issues.map(({ path, message }) => ({ variable: String(path[0] ?? "?"), text: message })),
  );
}
