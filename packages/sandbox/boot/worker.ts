/** Boot program of every worker in a box: locks the realm, then serves threads. */
import {
  CompartmentHost,
  lockRealm,
  type ModuleText,
  plainCopy,
  Positions,
  scenarioPackages,
  studentConsole,
  studentPackages,
} from "@lockstep/realm";
import { OutOfSharedMemoryError, TooManyThreadsError } from "@lockstep/memory";
import { type ModuleHost, serveThreads, type ThrownError, type WorkerSetup } from "@lockstep/threading/machinery";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import * as scenario from "../src/scenario.ts";
import { PROGRAM, SCENARIO, STUDENT } from "./names.ts";

/** Sent to each worker once, after it was started. */
export interface Modules {
  readonly student: ModuleText;
  readonly scenario: ModuleText | null;
  /** Says what ended a thread on the error stream, as a program does. */
  readonly printErrors: boolean;
}

if (!parentPort) throw new Error("this file is the entry of a worker");
const port = parentPort;
lockRealm();
const packages = studentPackages();
const trustedPackages = scenarioPackages(new Map([["@lockstep/sandbox/scenario", { ...scenario }]]));

const [modules]: Modules[] = await once(port, "message");
if (!modules) throw new Error("no modules came");
const positions = new Positions();
for (const text of [modules.student, modules.scenario]) if (text) positions.add(text.name, text.code);

let isFirstRound = true;
const compartments = new CompartmentHost({
  student: modules.student,
  trusted: modules.scenario,
  packages,
  trustedPackages,
  globals: {
    console: studentConsole({ isOn: () => isFirstRound, stackOf: (error) => positions.describe(error).stack }),
  },
});
scenario.bindStudent(() => compartments.load(STUDENT));

/** A program has no function to call: loading it runs it. */
const host: ModuleHost = {
  describe: (target) => compartments.describe(target),
  load: (name) => compartments.load(name),
  find: (target) => (target.name === PROGRAM ? () => void compartments.load(STUDENT) : compartments.find(target)),
};

/** What a scenario can run into because a student used everything up, in a thread without a line of the student's. */
const USED_UP = [OutOfSharedMemoryError, TooManyThreadsError];

/**
 * A fault of the scenario is one that no code of the student can have brought about. Frames alone don't tell: calling a
 * class or a revoked proxy throws in the caller's frame, a promise has no caller, and names of functions can hide frames.
 */
function describeError(error: unknown): ThrownError {
  const { modules: seen, ...described } = positions.describe(error);
  if (modules?.printErrors) writeSync(2, `${described.stack}\n`);
  const isScenarios =
    seen.length > 0 &&
    !seen.includes(STUDENT) &&
    !compartments.hasTouchedStudent &&
    !USED_UP.some((type) => error instanceof type);
  return { ...described, module: isScenarios ? SCENARIO : STUDENT };
}

const setup: WorkerSetup = workerData;
serveThreads(port, setup, {
  host,
  prepare: ({ start, round }) => {
    isFirstRound = round === 1;
    compartments.reset(start.target.name === PROGRAM);
  },
  copy: plainCopy,
  describeError,
});
