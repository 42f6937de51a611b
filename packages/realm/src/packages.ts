import * as futures from "@lockstep/futures";
import * as memory from "@lockstep/memory";
import * as queue from "@lockstep/queue";
import * as sync from "@lockstep/sync";
import * as threading from "@lockstep/threading";
import { RefusedModuleError } from "./refusal.ts";
import { hardened } from "./lockdown.ts";
import { NotPlainError } from "./plain-copy.ts";

/** The global of this name is another one once the realm is locked. */
const engineError = Error;

/** Modules by the name under which they are imported. */
export type PackageTable = ReadonlyMap<string, unknown>;

/** What a student may import: hardened, and without what would let a program hide from being watched. After `lockRealm`. */
export function studentPackages(): PackageTable {
  tameErrors(futures, memory, queue, sync, threading, { RefusedModuleError, NotPlainError });
  // These classes are not handed in, but an instance that is thrown leads to them.
  hardened([RefusedModuleError, NotPlainError]);
  return new Map([...unchanged(), ["@lockstep/memory", hardened({ ...memory, struct: watchedStruct })]]);
}

/** What students and scenarios get alike. */
function unchanged(): [string, unknown][] {
  return [
    ["@lockstep/futures", hardened({ ...futures })],
    ["@lockstep/queue", hardened({ ...queue })],
    ["@lockstep/sync", hardened({ ...sync })],
    ["@lockstep/threading", hardened({ ...threading })],
  ];
}

/** Our classes of errors lead a student nowhere from now on: those among the values of these tables. After `lockRealm`. */
export function tameErrors(...tables: readonly object[]): void {
  for (const value of tables.flatMap((table): unknown[] => Object.values(table)))
    if (isErrorClass(value)) detach(value);
}

/** `struct` without the option `quiet`: accesses that are no decision points would never be seen to race. */
function watchedStruct(name: string, fields: Parameters<typeof memory.struct>[1]): unknown {
  return memory.struct(name, fields);
}

/** What a scenario may import: the packages of the student in full, and `own`. After `lockRealm`. */
export function scenarioPackages(own: PackageTable): PackageTable {
  return new Map([...unchanged(), ["@lockstep/memory", hardened({ ...memory })], ...own]);
}

function isErrorClass(value: unknown): value is new (...args: never[]) => Error {
  return typeof value === "function" && value.prototype instanceof Error;
}

/** Our classes were made before the realm was locked and extend the engine's own Error, which can rewrite stacks: they get the tame one. */
function detach(type: object): void {
  if (Reflect.getPrototypeOf(type) !== engineError) return;
  Reflect.setPrototypeOf(type, Error.prototype.constructor);
}
