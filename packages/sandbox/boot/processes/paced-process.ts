/** Boot program of every process of a paced round: locks its realm, and works when its conductor lets it go on. */
import type { Plain, ProcessCall } from "@lockstep/contracts";
import { CompartmentHost, hardened, lockRealm, type ModuleText, Positions } from "@lockstep/realm";
import { readSync, writeSync } from "node:fs";
import type { ProcessTarget } from "./calls.ts";
import { multiprocessing } from "./multiprocessing.ts";
import { TALK } from "./talk.ts";

const NEWLINE = 10;
const chunk = Buffer.alloc(2 ** 16);

function readLine(): unknown {
  const parts: Buffer[] = [];
  for (;;) {
    const got = readSync(TALK, chunk);
    if (got === 0) process.exit(0); // the conductor is gone
    parts.push(Buffer.from(chunk.subarray(0, got)));
    if (chunk[got - 1] === NEWLINE) return JSON.parse(Buffer.concat(parts).toString());
  }
}

function call(asked: ProcessCall | { readonly kind: "ready" }): Plain {
  const line = Buffer.from(`${JSON.stringify(asked)}\n`);
  for (let at = 0; at < line.length;) at += writeSync(TALK, line, at);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the conductor is ours
  return readLine() as Plain;
}

lockRealm();
const own = multiprocessing(call, (target) => hosts.at(-1)?.describe(target).name ?? "");
const packages = new Map<string, unknown>([["@lockstep/multiprocessing", hardened(own.package)]]);
const hosts: CompartmentHost[] = [];

function load(student: ModuleText): CompartmentHost {
  const host = new CompartmentHost({ student, trusted: null, packages, trustedPackages: packages, globals: {} });
  host.reset(false);
  hosts.push(host);
  host.load(student.name);
  return host;
}

// What is ours is compiled before it is counted: a realm, and calls as many as the conductor answers.
load({ name: "warm", code: "exports.main = () => 0;" });
let order: unknown;
do order = call({ kind: "ready" });
while (order === null);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the conductor is ours
const { student, target, args } = order as ProcessTarget & { readonly student: ModuleText };
const positions = new Positions();
positions.add(student.name, student.code);
try {
  const run = load(student).find({ module: student.name, name: target, source: "" });
  const result: unknown = Reflect.apply(run, undefined, args.map(own.unpack));
  call({ kind: "end", result: own.pack(result) });
} catch (cause) {
  call({ kind: "threw", error: positions.describe(cause).stack });
}
// Nobody answers the last call: it sleeps until it is ended.
