import { type BenchRow, rowOf } from "@lockstep/dev/bench";
import { badPrograms } from "../test/corpus/bad.ts";
import { goodPrograms } from "../test/corpus/good.ts";
import { AT_LEAST, graded } from "../test/corpus/graded.ts";
import { type Load, loadsNamed, under } from "./hogs.ts";
import { share } from "./share.ts";

/** Of each program under each load; `LOCKSTEP_VERDICTS=100` makes the long run, `LOCKSTEP_LOADS=idle,1-hog` a part of it. */
const REPETITIONS = Number(process.env["LOCKSTEP_VERDICTS"] ?? 14);
const LOADS = loadsNamed(process.env["LOCKSTEP_LOADS"]);
const ITEMS = 60;

interface Counted {
  good: number;
  bad: number;
  falseRejects: number;
  falseAccepts: number;
}

export async function bench(): Promise<readonly BenchRow[]> {
  const counted = new Map<Load, Counted>();
  const idleMs: number[] = [];
  let seed = Date.now() % 65_521;
  const look = (load: Load) => {
    const count: Counted = { good: 0, bad: 0, falseRejects: 0, falseAccepts: 0 };
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      for (const text of Object.values(goodPrograms)) {
        count.good++;
        if (!isFast(text, (seed = next(seed)))) count.falseRejects++;
      }
      for (const { text } of Object.values(badPrograms)) {
        count.bad++;
        const began = performance.now();
        if (isFast(text, (seed = next(seed)))) count.falseAccepts++;
        if (load === "idle") idleMs.push(performance.now() - began);
      }
    }
    counted.set(load, count);
  };
  for (const load of LOADS) await under(load, () => look(load));
  tell(counted);
  const all = [...counted.values()];
  const sum = (of: keyof Counted) => all.reduce((total, count) => total + count[of], 0);
  return [
    rowOf({ id: "false-accepts", unit: "verdicts", better: "less", ours: [sum("falseAccepts")] }),
    ...share("false-accepts.share", sum("falseAccepts"), sum("bad")),
    ...[...counted].flatMap(([load, count]) => share(`false-rejects.${load}`, count.falseRejects, count.good)),
    ...share("false-rejects", sum("falseRejects"), sum("good")),
    // Virtual cores always come to a verdict.
    ...LOADS.flatMap((load) => share(`abstentions-${load}`, 0, REPETITIONS * programs())),
    ...(idleMs.length > 0 ? [rowOf({ id: "case-ms.p50", unit: "ms", better: "less", ours: idleMs })] : []),
  ];
}

function programs(): number {
  return Object.keys(goodPrograms).length + Object.keys(badPrograms).length;
}

function next(seed: number): number {
  return (seed * 75 + 74) % 65_537;
}

/** From the text on, with a fresh input, as an exercise grades. */
function isFast(text: string, seed: number): boolean {
  const { isRight, speed } = graded(text, seed, ITEMS + (seed % 20));
  return isRight && speed.speedUp >= AT_LEAST;
}

function tell(counted: ReadonlyMap<Load, Counted>): void {
  process.stderr.write("load          good: right wrong    bad: right wrong\n");
  for (const [load, { good, bad, falseRejects, falseAccepts }] of counted) {
    const cells = [good - falseRejects, falseRejects, bad - falseAccepts, falseAccepts].map((n) =>
      String(n).padStart(6),
    );
    process.stderr.write(`${load.padEnd(14)}     ${cells[0]}${cells[1]}        ${cells[2]}${cells[3]}\n`);
  }
}
