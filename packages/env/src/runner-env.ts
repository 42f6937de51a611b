import { hostname } from "node:os";
import { z } from "zod";
import { databaseUrl, readEnvironment, type Source } from "./read-environment.ts";

const schema = z.object({
  DATABASE_URL: databaseUrl,
  RUNNER_NAME: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, "must be 1 to 64 letters, digits, dots or dashes")
    .optional(),
  RUNNER_SLOTS: z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(64, "must be at most 64")
    .default(1),
  RUNNER_LOG: z.enum(["text", "json"], { error: "must be text or json" }).default("text"),
});

/** What a runner is told. */
export interface RunnerEnv {
  /** Of the role `lockstep_runner`, which reaches the queue and the grading tables only. */
  readonly databaseUrl: string;
  /** Shown to people; where it is not set, the name of the machine. */
  readonly name: string;
  /** Submissions graded at the same time. */
  readonly slots: number;
  /** `text` for people; `json`: one object a line, for whoever collects logs. */
  readonly log: "text" | "json";
}

/** Reads DATABASE_URL, RUNNER_NAME, RUNNER_SLOTS and RUNNER_LOG. @throws {EnvironmentError} */
export function runnerEnv(source: Source = process.env): RunnerEnv {
  const { DATABASE_URL, RUNNER_NAME, RUNNER_SLOTS, RUNNER_LOG } = readEnvironment(schema, source);
  return { databaseUrl: DATABASE_URL, name: RUNNER_NAME ?? hostname(), slots: RUNNER_SLOTS, log: RUNNER_LOG };
}
