import { transformSync } from "esbuild";
import { compileFunction } from "node:vm";
import { expect, test } from "vitest";
import { explore, type ProgramOptions, RefusedError, studentProgram, transform } from "../../src/index.ts";

const textOf = (text: string): string =>
  transformSync(text, { loader: "ts", format: "esm", target: "esnext", supported: { using: false } }).code;

/** A scenario that lets two threads call the student's `work` on a till. */
const scenario = `
import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import { overlap, student } from "@lockstep/sandbox/scenario";
const Till = struct("Till", { coins: i32, first: Lock, second: Lock });
export function clerk(till, index) { student("work").work(till, index); }
export default function open() {
  const till = new Till({ coins: 0 });
  const threads = [0, 1].map((index) => new Thread({ target: clerk, args: [till, index], name: "clerk-" + (index + 1) }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return { coins: till.coins + overlap("till").peak() };
}`;

function program(student: string, more: Partial<ProgramOptions> = {}) {
  return studentProgram({
    modules: [
      { name: "scenario", ...transform(textOf(scenario), { file: "scenario.ts" }) },
      { name: "student", ...transform(textOf(student), { file: "student.ts", firstSite: 10_000 }) },
    ],
    entry: "scenario",
    main: "default",
    student: "student",
    evaluate: (source, globals) =>
      Reflect.apply(compileFunction(`return ${source}`, Object.keys(globals)), undefined, Object.values(globals)),
    ...more,
  });
}

test("a deadlock names who holds what each thread waits for, and where it waits", () => {
  const subject = program(`
    export function work(till, index) {
      const [one, other] = index === 0 ? [till.first, till.second] : [till.second, till.first];
      one.acquire();
      other.acquire();
      other.release();
      one.release();
    }`);

  const { stuck, kind } = explore(subject).failure?.ending ?? { stuck: [], kind: "ok" };

  expect(kind).toBe("deadlock");
  expect(stuck.map(({ name, on, heldBy, sites }) => [name, on, heldBy, subject.placeOf(sites[0] ?? -1)?.line])).toEqual(
    [
      ["main", "clerk-1", "clerk-1", 13],
      ["clerk-1", "Till.second", "clerk-2", 4],
      ["clerk-2", "Till.first", "clerk-1", 4],
    ],
  );
});

test("a lock that is never given back is named, with who has it", () => {
  const { failure } = explore(program("export function work(till, index) { if (index === 1) till.first.acquire(); }"));

  expect(failure?.ending).toMatchObject({ kind: "lock-held", held: [{ thread: "clerk-2", lock: "Till.first" }] });
});

test("a student's own struct is watched, whatever it asks for", () => {
  const { races } = explore(
    program(`
      import { i32, struct } from "@lockstep/memory";
      const Own = struct("Own", { n: i32 }, { quiet: true });
      const own = new Own();
      export function work() { own.n = own.n + 1; }`),
  );

  expect(races.map(({ object }) => object.name)).toEqual(["Own.n"]);
});

test("a student can't import what only a scenario may", () => {
  const subject = program(`import { mark } from "@lockstep/sandbox/scenario"; export function work() { mark("x"); }`);

  expect(() => explore(subject)).toThrow(RefusedError);
});

test("what is returned is copied once a run, however often it is looked at", () => {
  const copied: unknown[] = [];
  const copy = (result: unknown) => {
    copied.push(result);
    return 7;
  };

  const { ends, runs } = explore(program("export function work(till) { till.coins; }", { copy }));

  expect(ends.map(({ ending }) => ending.result)).toEqual(["7"]);
  expect(copied.length).toBeLessThanOrEqual(runs);
});

test("an exploration that may not go on says what is known by then, and not that it is complete", () => {
  let asked = 0;
  const mayGoOn = () => ++asked <= 5;

  const { runs, coverage, failure } = explore(
    program("export function work(till) { for (let i = 0; i < 3; i++) till.first.withLock(() => { till.coins++; }); }"),
    { mayGoOn },
  );

  expect([runs, coverage.kind === "complete", failure]).toEqual([5, false, null]);
});

test("what the program says is told in each run, with its values", () => {
  const said: unknown[] = [];

  const { runs } = explore(
    program(`export function work(till, index) { if (index === 0) console.log("coins", { n: 1 }); }`, {
      onSaid: (values) => said.push(values),
    }),
  );

  expect(said).toEqual(Array.from({ length: runs }, () => ["coins", { n: 1 }]));
});

test("a condition can be a field of a struct, with a lock of its own", () => {
  const { failure, coverage } = explore(
    program(`
      import { bool, struct } from "@lockstep/memory";
      import { Condition } from "@lockstep/sync";
      const Gate = struct("Gate", { open: bool, changed: Condition });
      const gate = new Gate({ open: false });
      export function work(till, index) {
        gate.changed.withLock(() => {
          if (index === 0) while (!gate.open) gate.changed.wait();
          else { gate.open = true; gate.changed.notifyAll(); }
        });
      }`),
  );

  expect([failure, coverage.kind]).toEqual([null, "complete"]);
});
