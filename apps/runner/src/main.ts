#!/usr/bin/env node
// The runner: leases submissions, has them judged in the sandbox, reports. `kill -TERM` lets it finish what it is at.
import { openDatabase } from "@lockstep/db";
import { EnvironmentError, runnerEnv } from "@lockstep/env";
import { openQueue, QueueNotInstalledError } from "@lockstep/jobs";
import { sweepHomes } from "@lockstep/judge";
import { timingFitness } from "@lockstep/sandbox";
import { DeadLetterWatch } from "./dead-letter-watch.ts";
import { JudgePool } from "./judge-pool.ts";
import { gradeJob } from "./grade-job.ts";
import { RunnerLog } from "./runner-log.ts";
import { SandboxWatch } from "./sandbox-watch.ts";

try {
  const { databaseUrl, name, slots, log: form } = runnerEnv();
  const log = new RunnerLog(form, name, (line) => process.stdout.write(`${line}\n`));
  const say = (text: string) => log.say(text);
  const db = openDatabase(databaseUrl);
  const queue = await openQueue({ databaseUrl, onError: (error) => say(`queue: ${error.message}`) });
  await sweepHomes(); // of a runner that was killed: hidden tests lie there
  const watch = new SandboxWatch(say);
  const judges = new JudgePool(watch);
  const { backend } = await watch.state();
  const consumer = await queue.consume({
    concurrency: slots,
    onJob: (job, { signal }) => gradeJob({ db, queue, judges, watch, runner: name, log }, job, signal),
  });
  const deadLetters = new DeadLetterWatch({ db, queue, runner: name, say });
  say(`runner ${name} is ready: ${slots} at a time${backend === null ? "" : `, sandbox with ${backend}`}`);

  say(`timing: ${timingFitness().detail}`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    watch.stopWaiting();
    await consumer.stop();
    await deadLetters.close();
    await judges.close();
    await watch.close();
    await queue.close();
    await db.$disconnect();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
} catch (cause) {
  if (!(cause instanceof EnvironmentError) && !(cause instanceof QueueNotInstalledError)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exit(1);
}
