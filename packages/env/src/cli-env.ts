import { z } from "zod";
import { databaseUrl, readEnvironment, type Source } from "./read-environment.ts";

/** What the command line is told. */
export interface CliEnv {
  /** Null where nothing is said: only `doctor` asks for a database. */
  readonly databaseUrl: string | null;
}

/** Reads DATABASE_URL. @throws {EnvironmentError} */
export function cliEnv(source: Source = process.env): CliEnv {
  const { DATABASE_URL } = readEnvironment(z.object({ DATABASE_URL: databaseUrl.optional() }), source);
  return { databaseUrl: DATABASE_URL ?? null };
}
