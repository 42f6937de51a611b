#!/usr/bin/env node
// The runner: leases submissions, has them judged in the sandbox, reports. `kill -TERM` lets it finish what it is at.
import { openDatabase } from "@lockstep/db";
import { EnvironmentError, runnerEnv } from "@lockstep/env";
import { openQueue, QueueNotInstalledError } from "@lockstep/jobs";
import { sweepHomes } from "@lockstep/judge";
import { timingFitness } from "@lockstep/sandbox";
import { DeadLetterWatch } from "./dead-letter-watch.ts";
import { leaseWhileSandboxWorks } from "./leasing.ts";
import { Presence } from "./presence.ts";
import { RunnerLog } from "./runner-log.ts";
import { SandboxWatch } from "./sandbox-watch.ts";

try {
  const { databaseUrl, name, slots, log: form } = runnerEnv();
  const log = new RunnerLog(form, name, (line) => process.stdout.write(`${line}\n`));
  const say = (text: string) => log.say(text);
  const db = openDatabase(databaseUrl);
  const queue = await openQueue({ databaseUrl, onError: (error) => say(`queue: ${error.message}`) });
  await sweepHomes(); // of a runner that was killed: hidden tests lie there
  const presence = new Presence({ db, say });
  const watch = new SandboxWatch({ say, onState: (state) => presence.set({ name, slots }, state) });
  const ending = new AbortController();
  const leasing = leaseWhileSandboxWorks({ db, queue, watch, presence, slots, runner: name, log }, ending.signal);
  const deadLetters = new DeadLetterWatch({ db, queue, runner: name, say });
  say(`timing: ${timingFitness().detail}`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    ending.abort();
    await leasing.catch(() => undefined); // said below
    await deadLetters.close();
    await presence.close();
    await queue.close();
    await db.$disconnect();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  await leasing;
} catch (cause) {
  if (!(cause instanceof EnvironmentError) && !(cause instanceof QueueNotInstalledError)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exit(1);
}
