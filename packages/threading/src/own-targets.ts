import type { Exported, Target } from "./module-host.ts";

/**
 * Functions of our own packages that threads are started with. No module of a program exports them, so they are known by
 * name here, and a worker that doesn't have their package yet loads it from the address that goes with the name.
 */
const MODULE = "lockstep:own";

const byName = new Map<string, Function>();
const targets = new WeakMap<object, Target>();

/** Makes a function startable. @param url of the module that calls this when it is loaded */
export function registerOwnTarget(name: string, target: Function, url: string): void {
  byName.set(name, target);
  targets.set(target, { module: MODULE, name, source: url });
}

/** Null for what a program's module has to export. */
export function ownTargetOf(target: Exported): Target | null {
  return targets.get(target) ?? null;
}

/** Whether it is one of these; otherwise a module host has to find it. */
export function isOwnTarget({ module }: Target): boolean {
  return module === MODULE;
}

/** Null where its package doesn't have it. */
export function findOwnTarget({ name, source }: Target): Function | Promise<Function | null> {
  return byName.get(name) ?? import(source).then(() => byName.get(name) ?? null);
}
