import type { ObjectState } from "./object-state.ts";
import type { Operation } from "./operation.ts";
import { PlainCell, type Shared } from "./shared.ts";
import type { ThreadState } from "./thread-state.ts";
import { GO, SPURIOUS, TIME_OUT, wayOf } from "./ways.ts";

/** A state of a model, to see who can go on in it. */
interface Looked {
  readonly promoted: ReadonlySet<Shared>;
  readonly timed: Set<Shared>;
  readonly isRaceDriven: boolean;
  readonly isPatient: boolean;
  stateOf(object: Shared): ObjectState;
}

/** Whether the thread's next operation is a decision point. Releases that can't fail are left movers, cells that never raced commute. */
export function isPoint(model: Looked, thread: ThreadState): boolean {
  const { pending } = thread;
  if (!pending || thread.status !== "ready") return true;
  const { kind, on, rule } = pending;
  if (kind === "start") return false;
  for (const alternative of pending.alternatives ?? []) if (alternative) model.timed.add(alternative.on);
  const isLook = kind === "try-acquire" || kind === "is-alive" || (rule !== null && !rule.isReady && !rule.isGift);
  if (isLook || pending.timeoutMs !== Infinity || failsToGive(model, thread, pending)) model.timed.add(on);
  if (pending.isPlain) return !model.isRaceDriven || model.promoted.has(on) || model.timed.has(on);
  if (on instanceof PlainCell) return !on.isQuiet && model.promoted.has(on);
  if (kind === "join" && pending.timeoutMs === Infinity) return model.stateOf(on).value >= 0 && on !== thread.object;
  return (kind !== "release" && !rule?.isGift) || model.timed.has(on);
}

/** Who gives back what isn't due is told so, and whether it is due depends on the others: then it commutes with nothing. */
function failsToGive(model: Looked, { index }: ThreadState, { on, rule }: Operation): boolean {
  if (!rule?.isGift || rule.isLook) return false;
  const { value, content } = model.stateOf(on);
  return rule.apply({ value, content: [...content], sleepers: [] }, index) < 0;
}

/** The ways in which the thread can go on now, as bits; 0 where it can't. */
export function waysOf(model: Looked, thread: ThreadState, spuriousLeft: number): number {
  const { pending } = thread;
  if (!thread.hasBegun) return GO;
  if (!pending) return 0;
  const late = pending.timeoutMs === Infinity ? 0 : TIME_OUT;
  if (thread.status === "sleeping") return late | (spuriousLeft > 0 ? SPURIOUS : 0);
  if (pending.kind === "too-long") return 0;
  if (pending.alternatives) return waysAmong(model, thread, pending.alternatives);
  return isBlocked(model, thread, pending) ? late : GO;
}

function isBlocked(model: Looked, thread: ThreadState, { kind, on, rule }: Operation): boolean {
  if (kind === "acquire") return model.stateOf(on).value < 1;
  if (kind === "join") return model.stateOf(on).value > 0 && on !== thread.object;
  return rule?.isReady?.(model.stateOf(on), thread.index) === false;
}

function waysAmong(model: Looked, thread: ThreadState, alternatives: readonly (Operation | null)[]): number {
  const firstMs = Math.min(...alternatives.map((each) => each?.timeoutMs ?? Infinity));
  let ways = 0;
  for (const [i, alternative] of alternatives.entries()) {
    if (!alternative) continue;
    if (!isBlocked(model, thread, alternative)) ways |= wayOf(i, GO);
    else if (alternative.timeoutMs !== Infinity && (!model.isPatient || alternative.timeoutMs === firstMs))
      ways |= wayOf(i, TIME_OUT);
  }
  return ways;
}

/** Waits for the end of a thread, however long: once that is over, it commutes with all that others do. */
export function isJoining({ status, pending }: ThreadState, object: Shared | null): boolean {
  return status === "ready" && pending?.kind === "join" && pending.on === object && pending.timeoutMs === Infinity;
}
