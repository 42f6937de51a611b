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
import { OutOfSharedMemoryError, TooManyThreadsError, TooManyWaitsError } from "@lockstep/memory";
import { type ModuleHost, serveThreads, type ThrownError, type WorkerSetup } from "@lockstep/threading/machinery";
import { writeSync } from "node:fs";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import * as scenario from "../src/scenario.ts";
import { exploreModules, type Explored } from "./explore.ts";
import { EXPLORE, PROGRAM, SCENARIO, STUDENT, TIME } from "./names.ts";
import { type Timed, timeModules } from "./time.ts";

/** What a worker is born with. */
export interface BoxWorkerData {
  readonly setup: WorkerSetup;
  /** Over it come the modules of each request, before its first round. */
  readonly modules: MessagePort;
}

/** What one request runs. */
export interface Modules {
  readonly student: ModuleText;
  readonly scenario: ModuleText | null;
  /** To be explored: the same modules, transformed. */
  readonly explored: Explored | null;
  /** To be timed: the same. */
  readonly timed: Timed | null;
  /** Says what ended a thread on the error stream, as a program does. */
  readonly printErrors: boolean;
  /** Number of the round whose output is written. */
  readonly firstRound: number;
}

if (!parentPort) throw new Error("this file is the entry of a worker");
const port = parentPort;
lockRealm();
const packages = studentPackages();
const trustedPackages = scenarioPackages(new Map([["@lockstep/sandbox/scenario", { ...scenario }]]));

const { setup, modules: modulesPort }: BoxWorkerData = workerData;
let modules: Modules | undefined;
let positions = new Positions();
let compartments: CompartmentHost;
let isFirstRound = true;
const globals = {
  console: studentConsole({ isOn: () => isFirstRound, stackOf: (error) => positions.describe(error).stack }),
};

/** The modules of the request that a thread belongs to; they were sent before it was. */
function look(): void {
  for (let sent; (sent = receiveMessageOnPort(modulesPort));) use(sent.message);
}

function use(sent: Modules): void {
  modules = sent;
  positions = new Positions();
  for (const text of [sent.student, sent.scenario]) if (text) positions.add(text.name, text.code);
  compartments = new CompartmentHost({
    student: sent.student,
    trusted: sent.scenario,
    packages,
    trustedPackages,
    globals,
  });
}
scenario.bindStudent(() => compartments.load(STUDENT));

/** A program has no function to call: loading it runs it. */
const host: ModuleHost = {
  get isLoading() {
    return compartments.isLoading;
  },
  describe: (target) => compartments.describe(target),
  load: (name) => compartments.load(name),
  find: (target) => {
    if (target.name === PROGRAM) return () => void compartments.load(STUDENT);
    const { explored, timed } = modules ?? {};
    const surroundings = { console: globals.console, describe: (error: unknown) => positions.describe(error) };
    if (target.name === EXPLORE && explored) return () => exploreModules(explored, surroundings);
    if (target.name === TIME && timed) return () => timeModules(timed, surroundings);
    return compartments.find(target);
  },
};

/** What a scenario can run into because a student used everything up, in a thread without a line of the student's. */
const USED_UP = [OutOfSharedMemoryError, TooManyThreadsError, TooManyWaitsError];

/**
 * A fault of the scenario is one that no code of the student can have brought about. Frames alone don't tell: calling a
 * class or a revoked proxy throws in the caller's frame, a promise has no caller, and names of functions can hide frames.
 */
function describeError(error: unknown): ThrownError {
  const { modules: seen, ...described } = positions.describe(error);
  const isScenarios =
    seen.length > 0 &&
    !seen.includes(STUDENT) &&
    !compartments.hasTouchedStudent &&
    !USED_UP.some((type) => error instanceof type);
  return { ...described, module: isScenarios ? SCENARIO : STUDENT };
}

serveThreads(port, setup, {
  host,
  prepare: ({ start, round }) => {
    look();
    isFirstRound = round === modules?.firstRound;
    compartments.reset(start.target.name === PROGRAM);
  },
  copy: plainCopy,
  describeError,
  report: ({ stack }) => void (modules?.printErrors && writeSync(2, `${stack}\n`)),
});
