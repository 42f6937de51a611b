import {
  add,
  allocate,
  compareExchange,
  copyIn,
  copyOut,
  load,
  pack,
  store,
  takeBlock,
  unpack,
} from "@lockstep/memory/seam";
import type { Target } from "@lockstep/threading/seam";

/** What the workers of a pool share: how many of them are idle, and whether the pool is broken. */

const IDLE = 0;
const BROKEN = 1;
const POOL_WORDS = 16;

export function newPool(): number {
  return allocate(POOL_WORDS);
}

/** By a worker that has run its task, before anybody can know that: so who then submits finds it idle. */
export function becomeIdle(pool: number): void {
  add(pool + IDLE, 1);
}

/** By who submits: whether one of the idle will come for the task. */
export function claimIdle(pool: number): boolean {
  let idle = load(pool + IDLE);
  while (idle > 0) {
    const before = compareExchange(pool + IDLE, idle, idle - 1);
    if (before === idle) return true;
    idle = before;
  }
  return false;
}

export function markBroken(pool: number): void {
  store(pool + BROKEN, 1);
}

export function isBroken(pool: number): boolean {
  return load(pool + BROKEN) === 1;
}

/** A target in shared memory, for all tasks that call it. */
export interface TargetPlace {
  readonly at: number;
  readonly bytes: number;
}

export function storeTarget(target: Target): TargetPlace {
  const packed = Uint8Array.from(pack([target.module, target.name, target.source]));
  const at = takeBlock(Math.ceil(packed.length / 4));
  copyIn(at, packed);
  return { at, bytes: packed.length };
}

export function readTarget({ at, bytes }: TargetPlace): Target {
  const parts = unpack(copyOut(at, bytes));
  const [module, name, source] = Array.isArray(parts) ? parts : [];
  return { module: String(module), name: String(name), source: String(source) };
}
