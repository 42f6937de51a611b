import { bool, i32, struct } from "@lockstep/memory";
import { mark, overlap, student } from "@lockstep/sandbox/scenario";
import { Condition } from "@lockstep/sync";
import { sleep, Thread } from "@lockstep/threading";
import type * as Student from "../typescript/starter/light.ts";

const Light = struct("Light", { green: bool, changed: Condition });
/** What the cars did; bookkeeping of ours, no part of what is watched. */
const Diary = struct("Diary", { entered: i32, onRed: i32, crossed: i32, stalled: i32 }, { quiet: true });

type LightShared = InstanceType<typeof Light>;
type DiaryShared = InstanceType<typeof Diary>;

/** An afternoon at the crossing. */
export interface Afternoon {
  readonly cars: number;
  readonly green: boolean;
  /** What the light is turned to, one after the other. */
  readonly turns: readonly boolean[];
  /** The first turn comes only when every car stands still. */
  readonly waits?: boolean;
  /** And it lets this time pass before. */
  readonly redMs?: number;
  /** Cars cross until every other car crosses too, waits, or has gone. */
  readonly meets?: boolean;
  /** The first car's engine stalls. */
  readonly stalls?: boolean;
}

class StalledError extends Error {
  override readonly name = "StalledError";
}

export function car(light: LightShared, diary: DiaryShared, stalls: boolean, meets: boolean): void {
  const { drive } = student<typeof Student>("drive");
  let stalled: StalledError | undefined;
  const road: Student.Road = Object.freeze({
    enter() {
      if (!light.green) diary.onRed += 1;
      if (stalls) {
        mark("the engine stalls");
        throw (stalled = new StalledError("The engine has stalled."));
      }
      mark("drives past the light");
      diary.entered += 1;
    },
    cross() {
      if (meets) overlap("crossing").enter();
      diary.crossed += 1;
    },
  });
  try {
    drive(light, road);
  } catch (error) {
    if (stalled === undefined || error !== stalled) throw error; // the very error
    diary.stalled += 1;
  }
}

/** Lets cars come at once, and turns the light meanwhile. `early`: cars that had driven past before the first turn. */
export function watch({ cars, green, turns, waits = false, redMs = 0, meets = false, stalls = false }: Afternoon) {
  const { turn } = student<typeof Student>("turn");
  const light = new Light({ green });
  const diary = new Diary();
  const threads = Array.from(
    { length: cars },
    (_unused, i) => new Thread({ target: car, args: [light, diary, stalls && i === 0, meets], name: `car-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  if (waits) overlap("red").enter();
  if (redMs > 0) sleep(redMs);
  const early = diary.entered;
  for (const to of turns) turn(light, to);
  for (const thread of threads) thread.join();
  const { entered, onRed, crossed, stalled } = diary;
  return { early, entered, onRed, crossed, stalled, peak: overlap("crossing").peak() };
}
