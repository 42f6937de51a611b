import { textOf } from "./directory.ts";
import { CONDITION, type GateMemory, record, THREAD, WORD } from "./gate-memory.ts";
import { LINK, NAME, OWNER, primitiveLinks, words } from "./heap.ts";
import type { IdealCores } from "./ideal-cores.ts";
import { numberFirst } from "./labels.ts";
import type { ToldStep } from "./schedule-log.ts";

/** What is told of a gated round when it is over or stuck. By the supervisor, or a conductor while no thread runs. */

export type StuckKind = "deadlock" | "livelock";
export interface GateReport {
  readonly stuck: StuckKind | null;
  readonly steps: number;
  readonly waiting: readonly { thread: string; on: string; heldBy: string | null; holderEnded: boolean }[];
  /** Primitives whose holder has ended. */
  readonly held: readonly { thread: string; lock: string }[];
  readonly events: readonly ToldStep[];
  /** Steps that were dropped at the front. */
  readonly truncated: number;
  /** Of a round that ideal cores paced: the time it took there, and the CPU time that each thread used. */
  readonly paced: PacedReport | null;
}

export interface PacedReport {
  readonly cores: number;
  readonly timeMs: number;
  readonly threads: readonly { readonly name: string; readonly worker: number; readonly cpuTimeMs: number }[];
}

/** @param pace of the round; null: none. */
export function reportOf(memory: GateMemory, pace: IdealCores | null): GateReport {
  const all = memory.threads(() => true);
  const nameOf = (thread: number) => memory.nameOf(thread);
  const waiting = all
    .flatMap((thread) => waitedForBy(memory, thread).map((at) => ({ thread, at })))
    .map(({ thread, at }) => {
      const { name, owner } = primitiveAt(at);
      return {
        thread: nameOf(thread),
        on: name,
        heldBy: owner === 0 ? null : nameOf(owner),
        holderEnded: owner !== 0 && memory.isOver(owner),
      };
    });
  const held = [...leftBehind(memory)].map((at) => ({ thread: nameOf(words[at + OWNER] ?? 0), lock: nameAt(at) }));
  const { events, truncated } = memory.schedule.told(nameOf);
  const called = numberFirst([...events, ...waiting].map(({ on }) => on).concat(held.map(({ lock }) => lock)));
  const stuck = ([null, "deadlock", "livelock"] as const)[memory.word(WORD.stuck)] ?? null;
  return {
    stuck,
    steps: memory.word(WORD.steps),
    waiting: waiting.map((one) => ({ ...one, on: called(one.on) })),
    held: held.map((one) => ({ ...one, lock: called(one.lock) })),
    events: events.map((event) => (event.step === "mark" ? event : { ...event, on: called(event.on) })),
    truncated,
    paced: pace && {
      cores: memory.word(WORD.cores),
      timeMs: memory.nowMs,
      threads: all.map((thread) => ({
        name: nameOf(thread),
        worker: memory.word(record(thread) + THREAD.worker),
        cpuTimeMs: pace.usedMs(thread),
      })),
    },
  };
}

/** What a thread that can't go on waits for, each thing once. */
function waitedForBy(memory: GateMemory, thread: number): readonly number[] {
  const r = record(thread);
  const condition = memory.word(r + THREAD.condition);
  if (condition === CONDITION.parked) return [memory.word(r + THREAD.waitsFor)];
  if (condition !== CONDITION.resting) return [];
  const awaited = memory.waits.pending().map((wait) => memory.waits.of(wait));
  return [...new Set(awaited.filter((wait) => wait.thread === thread).map(({ on }) => on))];
}

/** Addresses of primitives whose holder has ended. */
export function* leftBehind(memory: GateMemory): Generator<number> {
  for (const link of primitiveLinks()) {
    const owner = words[link - LINK + OWNER] ?? 0;
    if (owner !== 0 && memory.isOver(owner)) yield link - LINK;
  }
}

/** What the primitive at `at` is called, and whose it is: the number of a thread, 0 where it has no holder. */
export function primitiveAt(at: number): {
  readonly isPrimitive: boolean;
  readonly name: string;
  readonly owner: number;
} {
  const isPrimitive = [...primitiveLinks()].includes(at + LINK);
  return { isPrimitive, name: nameAt(at), owner: isPrimitive ? (words[at + OWNER] ?? 0) : 0 };
}

export function nameAt(at: number): string {
  return textOf(words[at + NAME] ?? 0);
}
