// A consumer that takes one job, says so, and never ends: to be killed.
import { writeSync } from "node:fs";
import { openQueue } from "../src/index.ts";
import { databaseUrl } from "./database-url.ts";

const queue = await openQueue({ databaseUrl });
await queue.consume({
  concurrency: 1,
  onJob: async (job) => {
    writeSync(1, `${job.submissionId}\n`);
    await new Promise(() => {});
  },
});
