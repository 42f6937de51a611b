#!/usr/bin/env node
// seed [--demo]   Prepares the database of DATABASE_URL after the migrations. The last line of the output is JSON.
// RUNNER_DATABASE_PASSWORD, where it is set, becomes the password of the role lockstep_runner.
import { parseArgs } from "node:util";
import { seedSite } from "./seed-site.ts";

const { values } = parseArgs({ options: { demo: { type: "boolean", default: false } } });
const databaseUrl = process.env["DATABASE_URL"];
if (!databaseUrl) {
  console.error("DATABASE_URL: set it to the address of your database, as its owner.");
  process.exit(2);
}
try {
  const runnerPassword = process.env["RUNNER_DATABASE_PASSWORD"];
  const seeded = await seedSite({ databaseUrl, demo: values.demo, runnerPassword });
  console.log(JSON.stringify(seeded));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
