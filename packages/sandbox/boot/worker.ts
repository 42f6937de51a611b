/** Boot program of every worker in a box: locks the realm, then serves threads. */
import * as memory from "@lockstep/memory";
import {
  CompartmentHost,
  hardened,
  lockRealm,
  type ModuleText,
  plainCopy,
  Positions,
  studentConsole,
} from "@lockstep/realm";
import * as sync from "@lockstep/sync";
import * as threading from "@lockstep/threading";
import { type ModuleHost, serveThreads, type WorkerSetup } from "@lockstep/threading/machinery";
import { once } from "node:events";
import { compileFunction } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import * as scenario from "../src/scenario.ts";
import { PROGRAM, STUDENT } from "./names.ts";

export interface Modules {
  readonly student: ModuleText;
  readonly scenario: ModuleText | null;
}

const port = parentPort;
if (!port) throw new Error("this file is the entry of a worker");
lockRealm();
const packages = new Map<string, unknown>([
  ["@lockstep/memory", hardened({ ...memory })],
  ["@lockstep/sync", hardened({ ...sync })],
  ["@lockstep/threading", hardened({ ...threading })],
]);
const globals = { console: hardened(studentConsole()) };

const [modules]: Modules[] = await once(port, "message");
if (!modules) throw new Error("no modules came");
const positions = new Positions();
for (const module of [modules.student, modules.scenario]) if (module) positions.add(module.name, module.code);

const compartments = new CompartmentHost({
  student: modules.student,
  trusted: modules.scenario,
  packages,
  trustedPackages: new Map<string, unknown>([["@lockstep/sandbox/scenario", { ...scenario }]]),
  globals,
  evaluateTrusted: (code) =>
    compileFunction(code, ["require", "module", "exports"], { filename: `lockstep:${modules.scenario?.name ?? ""}` }),
});
scenario.bindStudent(() => compartments.load(STUDENT));

/** A program has no function to call: loading it runs it. */
const host: ModuleHost = {
  describe: (target) => compartments.describe(target),
  find: (target) => (target.name === PROGRAM ? () => void compartments.load(STUDENT) : compartments.find(target)),
};
const setup: WorkerSetup = workerData;
serveThreads(port, setup, {
  host,
  prepare: (start) => compartments.reset(start.target.name === PROGRAM),
  copy: plainCopy,
  describeError: (error) => {
    const { name, message, stack, module } = positions.describe(error);
    return { name, message, stack, module };
  },
});
