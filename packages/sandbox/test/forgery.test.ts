import type { Outcome } from "@lockstep/contracts";
import { describe, expect, test } from "vitest";
import { runBoot } from "./boot-process.ts";

/** What a scenario keeps beside what it hands to the student, as real ones do. */
const scenario = `
  import { i32, struct } from "@lockstep/memory";
  import { Lock } from "@lockstep/sync";
  import { Thread } from "@lockstep/threading";
  import { student } from "@lockstep/sandbox/scenario";
  const Office = struct("Office", { left: i32, lock: Lock });
  const Receipt = struct("Receipt", { printed: i32 }, { quiet: true });
  class PaperJamError extends Error {}
  export function visitor(office: any, receipt: any) {
    const desk = Object.freeze({ print() { receipt.printed += 1; }, jam() { throw new PaperJamError("paper"); } });
    student<{ visit(office: any, desk: any): unknown }>("visit").visit(office, desk);
  }
  export default function sell() {
    const office = new Office({ left: 5 });
    const receipts = [new Receipt(), new Receipt()];
    const threads = receipts.map((receipt, i) => new Thread({ target: visitor, args: [office, receipt], name: "visitor-" + (i + 1) }));
    for (const thread of threads) { thread.start(); thread.join(); }
    const late = new Receipt();
    return { left: office.left, printed: receipts.map((receipt) => receipt.printed), late: late.printed };
  }`;
const untouched = { left: 5, printed: [0, 0], late: 0 };

async function outcomeOf(student: string): Promise<Outcome | undefined> {
  const { answer } = await runBoot({ student, scenario });
  return answer.outcomes[0]?.outcome;
}

describe("shared memory that nobody handed in can't be written", () => {
  test.each(["Lock", "Cell", "I32Array", "struct"])("by a name of a %s that is no text", async (kind) => {
    const outcome = await outcomeOf(`
      import { Cell, I32Array, struct, i32 } from "@lockstep/memory";
      import { Lock } from "@lockstep/sync";
      const name: any = () => {
        let asked = 0;
        return { slice: () => ({ get length() { return asked++ === 0 ? 1 : 40_000; }, charCodeAt: () => 7 }) };
      };
      const make: any = {
        Lock: () => new Lock({ name: name() }),
        Cell: () => new Cell(0, { name: name() }),
        I32Array: () => new I32Array(1, { name: name() }),
        struct: () => new (struct(name(), { a: i32 }))(),
      };
      try { make.${kind}(); } catch {}
      export function visit() { try { make.${kind}(); } catch {} }`);

    expect(outcome).toMatchObject({ kind: "returned", observation: untouched });
  });

  test.each([
    ["a number taken for a part", `struct("Same", { at: i32 })`, `struct("Same", { at: Wide })`],
    [
      "a number taken for a part, behind a long name",
      `struct("Same".repeat(40) + "a", { at: i32 })`,
      `struct("Same".repeat(40) + "b", { at: Wide })`,
    ],
    ["a narrow part taken for a wide one", `struct("Same", { at: Narrow })`, `struct("Same", { at: Wide })`],
    [
      "a struct taken for an array",
      `struct("memory:I32Array", { at: i32 })`,
      `class extends I32Array { constructor() { super(0); } }`,
    ],
  ])("by %s", async (_name, first, second) => {
    const outcome = await outcomeOf(`
      import { I32Array, i32, struct } from "@lockstep/memory";
      import { currentThread } from "@lockstep/threading";
      const Narrow = struct("Part", { a: i32 });
      const Wide = struct("Part", { ${Array.from({ length: 100 }, (_, i) => `f${i}: i32`).join(", ")} });
      let it: any;
      export let refused = false;
      try {
        const Of: any = currentThread().ident === 2 ? ${first} : ${second};
        it = new Of(${first.includes("i32 })") ? "currentThread().ident === 2 ? { at: 33_000 } : undefined" : ""});
      } catch { refused = true; }
      export function visit() {
        if (currentThread().ident === 2 || refused) return;
        if (it.at?.f0 !== undefined || it.length > 0) throw new Error("reached foreign words");
      }`);

    expect(outcome).toMatchObject({ kind: "returned", observation: untouched });
  });
});

describe("what a student brings about is not called a fault of the scenario", () => {
  test.each([
    ["a class where a function is asked for", "export class visit {}"],
    [
      "a proxy that is revoked",
      "const { proxy, revoke } = Proxy.revocable(() => 0, {}); export { proxy as visit }; revoke();",
    ],
    ["a function of the language", "export const visit = Map;"],
    [
      "an error of the desk in a promise nobody looks after",
      "export function visit(_: any, desk: any) { void Promise.resolve().then(desk.jam); }",
    ],
    [
      "shared memory used up",
      `import { I32Array } from "@lockstep/memory";
       export function visit() { for (const size of [100_000, 1]) try { for (;;) new I32Array(size); } catch {} }`,
    ],
    [
      "more threads than there are places",
      `import { Thread } from "@lockstep/threading";
       export const idle = () => 0;
       export function visit() { for (let i = 0; i < 60; i++) { const thread = new Thread({ target: idle }); thread.start(); thread.join(); } }`,
    ],
    [
      "a function whose name hides its frame",
      `function visit(_: any, desk: any) { desk.jam(); }
       Object.defineProperty(visit, "name", { value: "a\\n b" });
       export { visit };`,
    ],
  ])("%s", async (_name, student) => {
    const outcome = await outcomeOf(student);

    expect(outcome).toMatchObject({ kind: "threw", whose: "student" });
  });

  test("but an error before the student's code was touched is", async () => {
    const { answer } = await runBoot({
      student: "export function visit() {}",
      scenario: "export default function sell() { throw new TypeError('ours'); }",
    });

    expect(answer.outcomes[0]?.outcome).toMatchObject({ kind: "threw", whose: "scenario" });
  });
});

test("gives no way from an error of the scenario to the engine's own Error", async () => {
  const outcome = await outcomeOf(`
    export function visit(_: any, desk: any) {
      try { desk.jam(); } catch (error: any) {
        const above = Object.getPrototypeOf(error.constructor);
        if (above !== Error) throw new Error("another Error: " + Object.getOwnPropertyNames(above).join());
      }
    }`);

  expect(outcome).toMatchObject({ kind: "returned", observation: untouched });
});

/** Hardly two rounds answer the same: what is read depends on the schedule. */
const student = (last: string) => `
  import { Cell } from "@lockstep/memory";
  import { Thread } from "@lockstep/threading";
  const cell = new Cell();
  export function bit(at: number) { cell.add(cell.load() < 0 ? 0 : 1 << at); }
  export function turn() {
    const order: number[] = [];
    const threads = [0, 1, 2, 3, 4].map((at) => new Thread({ target: bit, args: [at] }));
    for (const thread of threads) thread.start();
    for (let i = 0; i < 20; i++) order.push(cell.load());
    for (const thread of threads) thread.join();
    ${last}
    return order.join();
  }`;

describe("no end of a round is left out", () => {
  const counting = `
    import { student } from "@lockstep/sandbox/scenario";
    export default (input: any) => student<{ turn(): unknown }>("turn").turn();`;
  test("however many different ones there are", async () => {
    const seeds = Array.from({ length: 120 }, (_, i) => i * 7919);
    const { answer } = await runBoot({ student: student(""), scenario: counting, seeds });

    expect(answer.outcomes.length).toBeGreaterThan(64);
    expect(answer.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(seeds.length);
  });

  test("a deadlock after many different ends is told, with its schedule", async () => {
    const { answer } = await runBoot({
      // One round in some hundred stops; where the choice of threads changes, take another remainder.
      student: student(
        "if (order.reduce((hash, value) => (hash * 31 + value) % 99_991, 7) % 199 === 11) cell.park(31);",
      ),
      scenario: counting,
      seeds: Array.from({ length: 2000 }, (_, i) => i * 7919),
    });

    expect(answer.outcomes.length).toBeGreaterThan(64);
    expect(answer.outcomes.at(-1)).toMatchObject({ outcome: { kind: "deadlock" }, schedule: { truncated: 0 } });
  });

  test("also when more locks are left held than are told", async () => {
    const outcome = await outcomeOf(`
      import { Lock } from "@lockstep/sync";
      export function visit() { for (let i = 0; i < 40; i++) new Lock().acquire(); }`);

    expect(outcome).toMatchObject({ kind: "returned" });
    expect(outcome?.kind === "returned" && outcome.held.length).toBe(32);
  });
});

test("finds the mistake of a program that takes turns by sleeping", async () => {
  const { answer } = await runBoot({
    student: `
      import { Cell } from "@lockstep/memory";
      import { currentThread } from "@lockstep/threading";
      export function visit(office: any) {
        new Cell().park(0, currentThread().ident * 1000);
        office.left = office.left - 1;
      }`,
    scenario: `
      import { i32, struct } from "@lockstep/memory";
      import { Thread } from "@lockstep/threading";
      import { student } from "@lockstep/sandbox/scenario";
      const Office = struct("Office", { left: i32 });
      export function visitor(office: any) { student<{ visit(office: any): void }>("visit").visit(office); }
      export default function sell() {
        const office = new Office({ left: 2 });
        const threads = [1, 2].map(() => new Thread({ target: visitor, args: [office] }));
        for (const thread of threads) thread.start();
        for (const thread of threads) thread.join();
        return office.left;
      }`,
    seeds: Array.from({ length: 60 }, (_, i) => i * 7919),
  });

  expect(answer.outcomes.map(({ outcome }) => outcome.kind === "returned" && outcome.observation)).toContain(1);
});
