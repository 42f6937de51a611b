import { describe, expect, test } from "vitest";
import { type Asked, runBoot } from "./boot-process.ts";

/** Two clerks work at one till, each in a thread of its own. */
const scenario = `
  import { i32, struct } from "@lockstep/memory";
  import { Condition, Lock } from "@lockstep/sync";
  import { Thread } from "@lockstep/threading";
  import { student } from "@lockstep/sandbox/scenario";
  const Till = struct("Till", { coins: i32, lock: Lock, other: Lock });
  export function clerk(till: any, index: number) { student<any>("work").work(till, index); }
  export default function open() {
    const till = new Till({ coins: 0 });
    const threads = [0, 1].map((index) => new Thread({ target: clerk, args: [till, index], name: "clerk-" + (index + 1) }));
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
    return { coins: till.coins };
  }`;

const explored = (student: string, more: Partial<Asked> = {}) =>
  runBoot({ mode: "explored", scenario, student, stepsMax: 3000, ...more });
const work = (body: string) => `export function work(till: any, index: number) {\n${body}\n}`;

test("proves a right program for its size, with the one end it has", async () => {
  const { answer, stdout } = await explored(
    work("till.lock.withLock(() => { till.coins += 1; });\nconsole.log('done', index);"),
  );

  expect(answer).toMatchObject({
    outcomes: [{ outcome: { kind: "returned", observation: { coins: 2 }, held: [] } }],
    exploration: { coverage: "every", isProgressProved: true, races: [] },
  });
  expect(stdout.split("\n").toSorted()).toEqual(["", "done 0", "done 1"]);
});

test("finds every end of a wrong one, its schedules with the student's lines, and the race with both", async () => {
  const { answer } = await explored(work("const seen = till.coins;\ntill.coins = seen + 1;"));

  const ends = answer.outcomes.map(({ outcome }) => outcome.kind === "returned" && outcome.observation);
  const lost = answer.outcomes[ends.findIndex((end) => JSON.stringify(end) === '{"coins":1}')];
  const atTill = lost?.schedule?.events.filter(({ on }) => on === "Till.coins");

  expect(ends).toHaveLength(2);
  expect(atTill?.map(({ step, at }) => [step, at?.file, at?.line])).toEqual(
    expect.arrayContaining([
      ["read", "office.ts", 2],
      ["write", "office.ts", 3],
    ]),
  );
  expect(answer.exploration?.races).toContainEqual({
    on: "Till.coins",
    steps: expect.arrayContaining(["write"]),
    at: [expect.objectContaining({ file: "office.ts" }), expect.objectContaining({ file: "office.ts" })],
  });
});

describe("an error", () => {
  const withMain = scenario.replace("return { coins", "clerk(till, 2);\n    return { coins");

  test("names what was called and is none, with its line, as the language does", async () => {
    const { answer } = await explored(work("till.lock.acquire();\n  till.lock.relase();"));

    expect(answer.outcomes[0]?.outcome).toMatchObject({
      kind: "threw",
      whose: "student",
      error: {
        message: "till.lock.relase is not a function",
        stack: "TypeError: till.lock.relase is not a function\n    at office.ts:3",
      },
    });
  });

  test("is that of the thread that failed first", async () => {
    const { answer } = await explored(work("till.lock.nope();"), { scenario: withMain });

    expect(answer.outcomes[0]?.outcome).toMatchObject({ kind: "threw", error: { thread: "clerk-1" } });
  });
});

const office = (body: string) => `
import { Lock } from "@lockstep/sync";
import { sleepAsync } from "@lockstep/threading";
const lock = new Lock();
let seats = 1;
async function one() {
${body}
}
export async function sell() {
  await Promise.all([one(), one()]);
  return seats;
}`;

describe("asynchronous code of the student", () => {
  const scenarioOf = `
    import { student } from "@lockstep/sandbox/scenario";
    export default async function open() { return { seats: await student<any>("sell").sell() }; }`;
  test("is proved where no answer can come in between", async () => {
    const { answer } = await explored(
      office("await lock.withLockAsync(async () => { if (seats > 0) { await sleepAsync(5); seats--; } });"),
      { scenario: scenarioOf },
    );

    expect(answer).toMatchObject({
      outcomes: [{ outcome: { kind: "returned", observation: { seats: 0 } } }],
      exploration: { coverage: "every", isProgressProved: true },
    });
  });

  test("is shown with its line where it fails, and where it waits for what never comes", async () => {
    const { answer } = await explored(office("if (seats > 0) { await sleepAsync(5); seats--; }"), {
      scenario: scenarioOf,
    });
    const stuck = await explored(office("await new Promise(() => 0);"), { scenario: scenarioOf });

    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([
      { kind: "returned", observation: { seats: -1 }, held: [] },
    ]);
    expect(stuck.answer.outcomes[0]).toMatchObject({
      outcome: { kind: "lost-wake-up", waiting: [{ on: "a promise that nobody settles" }] },
      schedule: { events: expect.arrayContaining([expect.objectContaining({ at: { file: "office.ts", line: 7 } })]) },
    });
  });

  test("reaches no promise of the host's", async () => {
    const { answer } = await explored(
      `export async function sell() {
        const all = [Promise, globalThis.Promise, (async () => 1)().constructor, Promise.resolve(1).then(() => 2).constructor];
        for (const key of ["then", "catch", "finally"]) try { (Promise.prototype as any)[key] = () => 7; throw 1; } catch (e) { if (e === 1) throw e; }
        const open = [Promise.resolve(1), Promise.prototype, Promise].flatMap((it) => Reflect.ownKeys(it).map(String)).filter((key) => /known|rt|agent/.test(key));
        return new Set(all).size * 100 + open.length + (Reflect.getPrototypeOf(Promise) === Function.prototype ? 0 : 50);
      }`,
      { scenario: scenarioOf },
    );

    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([
      { kind: "returned", observation: { seats: 100 }, held: [] },
    ]);
  });
});

test("a schedule tells what the scenario marks, and which of two sleepers wakes, by name", async () => {
  const { answer } = await explored(
    `import { sleep } from "@lockstep/threading";\n${work("sleep(index + 1);\ntill.coins += 1;")}`,
    {
      scenario: scenario
        .replace("import { student }", "import { mark, student }")
        .replace("const till", 'mark("opens");\n    const till'),
    },
  );
  const marks = answer.outcomes[0]?.schedule?.events.filter(({ step }) => step === "mark").map(({ on }) => on);

  expect(marks?.toSorted()).toEqual([
    "opens",
    "sleeps no longer: time-out of sleep#1",
    "sleeps no longer: time-out of sleep#2",
  ]);
});

describe("tells apart", () => {
  test.each<[string, string, object]>([
    [
      "a deadlock, with who holds what",
      "const [a, b] = index ? [till.lock, till.other] : [till.other, till.lock];\na.acquire();\nb.acquire();\nb.release();\na.release();",
      {
        kind: "deadlock",
        waiting: expect.arrayContaining([
          { thread: "clerk-1", on: "Till.lock", heldBy: "clerk-2", holderEnded: false },
        ]),
      },
    ],
    ["a lock that is kept", "if (index) till.lock.acquire();", { held: [{ thread: "clerk-2", lock: "Till.lock" }] }],
    [
      "a lock that its holder can't give back any more",
      "till.lock.acquire();",
      { kind: "deadlock", waiting: expect.arrayContaining([expect.objectContaining({ holderEnded: true })]) },
    ],
    [
      "an error, with its line",
      "if (index)\n  throw new RangeError('no change');",
      {
        kind: "threw",
        whose: "student",
        error: { message: "no change", stack: expect.stringContaining("office.ts:3") },
      },
    ],
    ["threads that go round for ever", "while (!till.lock.locked) till.coins;", { kind: "round", isStarving: false }],
  ])("%s", async (_name, body, outcome) => {
    const { answer } = await explored(work(body));

    expect(answer.outcomes[0]?.outcome).toMatchObject(outcome);
    expect(answer.outcomes[0]?.schedule?.events.length).toBeGreaterThan(2);
  });

  test("a wake-up that is lost", async () => {
    const { answer } = await explored(`
      import { Condition, Lock } from "@lockstep/sync";
      const lock = new Lock();
      const changed = new Condition(lock, { name: "changed" });
      ${work("if (index) lock.withLock(() => changed.notify());\nelse lock.withLock(() => changed.wait());")}`);

    expect(answer.outcomes[0]?.outcome).toMatchObject({
      kind: "lost-wake-up",
      waiting: expect.arrayContaining([expect.objectContaining({ thread: "clerk-1", on: "changed" })]),
    });
  });

  test("a missing export", async () => {
    const { answer } = await explored("export const other = 1;");

    expect(answer.outcomes[0]?.outcome).toMatchObject({ kind: "unusable", error: { name: "MissingExportError" } });
  });
});

describe("says that nothing was found out, and why", () => {
  test.each([
    [
      "of a form that can't be explored, with its line",
      "till.lock.withLock(() => {});\ntill.lock.toString();",
      /toString/,
      { file: "office.ts", line: 3 },
    ],
    [
      "of a loop that turns very often",
      "let sum = 0;\nfor (let i = 0; i < 100_000; i++) sum += i;\nreturn sum;",
      /very often/,
      null,
    ],
  ])("%s", async (_name, body, because, at) => {
    const { answer } = await explored(work(body));

    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([
      { kind: "refused", whose: "student", because: expect.stringMatching(because), at },
    ]);
  });
});

test("says how far it got when a budget ends first", async () => {
  const turns = "for (let i = 0; i < 4; i++) till.lock.withLock(() => { till.coins = till.coins * 2 + index; });";
  const { answer } = await explored(work(turns), {
    budget: { bounds: [0], schedulesMax: 20, samples: 5 },
  });

  expect(answer.exploration?.coverage).toBe("bounded");
  expect(answer.rounds).toBeLessThanOrEqual(25);
});

describe("code of the student doesn't reach what explores it", () => {
  const clean = { kind: "returned", observation: { coins: 0 }, held: [] };
  test.each([
    [
      "globals",
      "for (const key of Reflect.ownKeys(globalThis.globalThis)) if (/^[$]_/.test(String(key))) throw new Error(String(key));",
    ],
    [
      "prototypes",
      "for (const it of [Object, Array, Map, Function]) try { it.prototype.get = () => 1; throw 1; } catch (e) { if (e === 1) throw e; }",
    ],
    [
      "the handle of a struct",
      "for (let at = till; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) if (!Object.isFrozen(at)) throw new Error('open');\ntry { Object.defineProperty(till, 'coins', { value: 7 }); } catch { return; }\nthrow new Error('changed');",
    ],
    [
      "the host",
      "if (typeof (globalThis as any).process !== 'undefined' || typeof Atomics !== 'undefined') throw new Error('host');",
    ],
    [
      "a function from text",
      "try { (() => {}).constructor('return process')(); } catch { return; }\nthrow new Error('evaluated');",
    ],
    [
      "what an error leads to",
      "try { till.lock.release(); } catch (e: any) { for (let at = e.constructor; at !== Error; at = Object.getPrototypeOf(at)) if (!Object.isFrozen(at) || e.stack) throw e; }",
    ],
  ])("by %s", async (_name, body) => {
    const { answer } = await explored(work(body));

    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual([clean]);
  });

  test("nothing is remembered from one schedule to the next", async () => {
    const { answer } = await explored(`
      import { Lock } from "@lockstep/sync";
      let calls = 0;
      const known = new WeakSet();
      ${work("calls += 1;\nfor (const it of [Lock, till.lock.acquire, Object, work]) if (known.has(it)) calls = 9;\nfor (const it of [Lock, till.lock.acquire, Object, work]) known.add(it);\ntill.lock.withLock(() => { till.coins += calls; });")}`);

    expect(answer).toMatchObject({
      outcomes: [{ outcome: { observation: { coins: 2 } } }],
      exploration: { coverage: "every" },
    });
  });
});
