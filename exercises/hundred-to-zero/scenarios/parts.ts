import { Cell, i32, struct } from "@lockstep/memory";
import { mark, overlap, student } from "@lockstep/sandbox/scenario";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import type * as Student from "../typescript/starter/jar.ts";

const Jar = struct("Jar", { sweets: i32, lock: Lock });
/** What one child did and was told; bookkeeping of ours. */
const Diary = struct(
  "Diary",
  { takings: i32, chewed: i32, sour: i32, lowest: i32, sum: i32, beside: i32 },
  { quiet: true },
);
/** Children who chew at the moment. */
const chewing = new Cell();

export type JarShared = InstanceType<typeof Jar>;
export type DiaryShared = InstanceType<typeof Diary>;

/** How a child goes about it. */
export interface Habit {
  readonly takings: number;
  /** Chews until every other child chews too, waits, or has gone. */
  readonly meets?: boolean;
  /** Looks around, while it chews, who else does. */
  readonly looksAround?: boolean;
  /** Its first sweet is too sour. */
  readonly sour?: boolean;
}

class SourError extends Error {
  override readonly name = "SourError";
}

export function child(jar: JarShared, diary: DiaryShared, habit: Habit): void {
  const { takeOne } = student<typeof Student>("takeOne");
  for (let i = 0; i < habit.takings; i++) {
    let sour: SourError | undefined;
    const chew = () => {
      mark("chews");
      diary.chewed += 1;
      if (habit.meets) overlap("chewing").enter();
      if (habit.looksAround) {
        diary.beside = Math.max(diary.beside, chewing.add(1));
        chewing.add(-1);
      }
      if (habit.sour && i === 0) throw (sour = new SourError("This sweet is too sour."));
    };
    try {
      const left: unknown = takeOne(jar, chew); // hostile: anything may come back
      if (typeof left !== "number") continue;
      diary.takings += 1;
      diary.lowest = Math.min(diary.lowest, left);
      diary.sum += left;
    } catch (error) {
      if (sour === undefined || error !== sour) throw error; // the very error
      diary.sour += 1;
    }
  }
}

/** Lets one child for each habit at the jar, and tells what came of it. `sum` and `lowest` are of the numbers they were told. */
export function party(sweets: number, habits: readonly Habit[]) {
  const jar = new Jar({ sweets });
  const diaries = habits.map(() => new Diary({ lowest: sweets }));
  const threads = habits.map(
    (habit, i) => new Thread({ target: child, args: [jar, diaries[i] ?? new Diary(), habit], name: `child-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  const total = (field: "takings" | "chewed" | "sour" | "sum") => diaries.reduce((sum, diary) => sum + diary[field], 0);
  return {
    left: jar.sweets,
    takings: total("takings"),
    chewed: total("chewed"),
    sour: total("sour"),
    sum: total("sum"),
    lowest: Math.min(...diaries.map(({ lowest }) => lowest)),
    beside: Math.max(...diaries.map(({ beside }) => beside)),
    peak: overlap("chewing").peak(),
  };
}
