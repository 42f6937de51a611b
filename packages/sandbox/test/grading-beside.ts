import type { Sandbox } from "../src/index.ts";
import { moduleText } from "./module-text.ts";
import { VERDICT_LIMITS } from "./thread-verdict.ts";

const STUDENT = `
  import { Cell } from "@lockstep/memory";
  import { Thread } from "@lockstep/threading";
  const count = new Cell(0);
  export function add() { for (let i = 0; i < 200; i++) count.store(count.load() + 1); }
  export function main() {
    const all = [1, 2, 3].map(() => new Thread({ target: add, args: [] }));
    for (const thread of all) thread.start();
    for (const thread of all) thread.join();
    return count.load();
  }`;
const SCENARIO = `
  import { student } from "@lockstep/sandbox/scenario";
  export default function run() { return student("main").main() > 0; }`;

/**
 * Does `body` while boxes of the same sandbox are busy with another submission's schedules, one after the other.
 * @throws when they answer nothing: then nothing was beside.
 */
export async function gradingBeside<T>(sandbox: Sandbox, body: () => Promise<T>): Promise<T> {
  const [student, scenario] = [
    await moduleText("student", "student.ts", STUDENT),
    await moduleText("scenario", "scenario.ts", SCENARIO),
  ];
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const request = { student, scenario, input: null, mode: "gated", seeds, stepsMax: 100_000 } as const;
  // A box each time: who keeps one core and waits for another's would wait for ever, where two do so.
  const ask = () => sandbox.run({ request, limits: VERDICT_LIMITS, needs: [] });
  const isOver = { now: false };
  const first = await ask();
  if (first.status !== "answered") throw new Error(`the grading beside: ${first.status} ${first.detail}`);
  const beside = (async () => {
    while (!isOver.now) await ask();
  })();
  try {
    return await body();
  } finally {
    isOver.now = true;
    await beside;
  }
}
