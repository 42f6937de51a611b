import type { Plain } from "@lockstep/contracts";
import { median } from "@lockstep/measure/claims";
import { replyTo } from "./box-answer.ts";

/** Pairs that count. One more comes first: meanwhile threads are born and what is run is compiled, and who waits for whom says nothing. */
const PAIRS = 2;
/** So many are tried until as many as count were disturbed by nobody. */
const PAIRS_MAX = 6;
/** With more of the time of one of its threads lost to others, a round says nothing of this one. An idle machine takes up to a sixth. */
const DELAY_SHARE_MAX = 0.2;

/**
 * How many times as fast the student's program is than the sequential one by the wall clock, on as many real cores, both
 * at full speed. It is shown beside a verdict and never decides one: another program, or another core's cache, moves it.
 * @returns null where the machine has too few cores, had none to give, or did something else meanwhile; and where a round
 * does not come to its end.
 */
export async function wallSpeedUp(
  names: { readonly target: string; readonly against: string },
  freshInput: () => Plain,
  cores: number,
): Promise<number | null> {
  const pairs: { readonly own: number; readonly alone: number }[] = [];
  for (let pair = 0; pair <= PAIRS_MAX && pairs.length < PAIRS; pair++) {
    const input = freshInput();
    const own = await wallTime(names.target, input, cores);
    const alone = own && (await wallTime(names.against, input, cores));
    if (own === null || alone === null) return null;
    if (pair > 0 && !own.isDisturbed && !alone.isDisturbed) pairs.push({ own: own.ms, alone: alone.ms });
  }
  if (pairs.length < PAIRS) return null;
  const ownMs = median(pairs.map(({ own }) => own));
  return ownMs === 0 ? null : median(pairs.map(({ alone }) => alone)) / ownMs;
}

/** Of one round; null where it did not come to its end, or there is no account of it. */
async function wallTime(
  name: string,
  input: Plain,
  cores: number,
): Promise<{ readonly ms: number; readonly isDisturbed: boolean } | null> {
  const { status, answer, wall } = await replyTo(name, input, { mode: "free", rounds: 1, stepsMax: 1, cores });
  if (status !== "answered" || !wall || answer?.outcomes.some(({ outcome }) => outcome.kind !== "returned"))
    return null;
  return { ms: wall.timeMs, isDisturbed: wall.runDelayMs > DELAY_SHARE_MAX * wall.timeMs };
}
