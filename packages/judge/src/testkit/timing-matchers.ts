import { type Order, slowBecause, type SlowBecause } from "@lockstep/measure/claims";
import type { Reason } from "@lockstep/contracts";
import { note, remark, TestMistakeError } from "./failure.ts";
import type { Growth, Measured } from "./measure.ts";
import * as told from "./told-timing.ts";

/** Share of the work that may go into looking before it counts as busy waiting: a few looks are no fault. */
const SPUN_SHARE_MAX = 0.05;

const reasons: Readonly<Record<SlowBecause, Reason>> = {
  serial: "not-parallel",
  inefficient: "not-parallel",
  "busy-wait": "busy-wait",
};

/** Claims on what was measured on virtual cores. */
export interface TimingMatchers<R> {
  /** Demands that it is at least so many times as fast as the sequential program, on the cores it was measured on. */
  toSpeedUp(claim: { readonly atLeast: number }): R;
  /**
   * Demands that at least so many of `what` (a name given to the scenario's `elapse`) are under way at once, and never
   * more than `atMost`; that would be told as `otherwise`. `onAverage`: so many over the whole run. The student's own
   * `sleep` goes by the name "sleep".
   */
  toKeepInFlight(claim: {
    readonly what: string;
    readonly atLeast: number;
    readonly atMost?: number;
    readonly onAverage?: number;
    readonly otherwise?: Reason;
  }): R;
  /** Demands that nobody looks again and again instead of waiting. */
  toWaitWithoutSpinning(): R;
  /** Demands that the work grows no faster than the order. */
  toGrowAtMost(order: Order, property: { readonly otherwise: Reason }): R;
}

export function toSpeedUp({ speedUp }: Measured<unknown>, { atLeast }: { readonly atLeast: number }) {
  if (!speedUp) throw new TestMistakeError("measure() was given nothing to compare with: name a scenario `against`");
  const pass = speedUp.speedUp >= atLeast;
  if (pass) remark(told.figures(speedUp), 0);
  else {
    const because = slowBecause(speedUp);
    note({ verdict: "wrong-answer", reason: reasons[because], seen: told.tooSlow(speedUp, because) });
  }
  return { pass, message: () => `speed-up ${speedUp.speedUp.toFixed(2)} on ${speedUp.cores}, at least ${atLeast}` };
}

export function toKeepInFlight(
  { timing }: Measured<unknown>,
  {
    what,
    atLeast,
    atMost = Infinity,
    onAverage = 0,
    otherwise = "order",
  }: Parameters<TimingMatchers<void>["toKeepInFlight"]>[0],
) {
  const flight = timing.inFlight.find((one) => one.what === what);
  const max = flight?.max ?? 0;
  const mean = flight?.mean ?? 0;
  if (max > atMost) note({ verdict: "wrong-answer", reason: otherwise, seen: told.tooMany(what, max) });
  else if (max < atLeast || mean < onAverage)
    note({ verdict: "wrong-answer", reason: "not-overlapped", seen: told.tooFew(what, max, mean) });
  const pass = max >= atLeast && max <= atMost && mean >= onAverage;
  return { pass, message: () => `${what}: up to ${max} at once, ${mean.toFixed(2)} on average` };
}

export function toWaitWithoutSpinning({ timing }: Measured<unknown>) {
  const share = timing.workTicks === 0 ? 0 : timing.spunTicks / timing.workTicks;
  const pass = share <= SPUN_SHARE_MAX;
  if (!pass) note({ verdict: "wrong-answer", reason: "busy-wait", seen: told.spun(share) });
  return { pass, message: () => `${(share * 100).toFixed(1)} % of the work is looking` };
}

export function toGrowAtMost(found: Growth, order: Order, { otherwise }: { readonly otherwise: Reason }) {
  const pass = found.isAtMost(order);
  if (!pass) note({ verdict: "wrong-answer", reason: otherwise, seen: told.grows(found.costs) });
  return { pass, message: () => `costs ${JSON.stringify(found.costs)} grow faster than ${order}` };
}
