import { RUNNER_ROLE } from "@lockstep/db";
import { installQueue } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";

/** vitest's `globalSetup`, after the migrations: the queue's tables in the tests' database. */
export async function setup(): Promise<void> {
  await installQueue({ databaseUrl, runnerRole: RUNNER_ROLE });
}
