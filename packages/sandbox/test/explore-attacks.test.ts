import { describe, expect, test } from "vitest";
import { runBoot } from "./boot-process.ts";

const explored = (student: string, scenario: string) =>
  runBoot({ mode: "explored", scenario, student, stepsMax: 3000 });

/** Two threads call the student's function, and the scenario says what it answered. */
const asking = `
  import { f64, struct } from "@lockstep/memory";
  import { Lock } from "@lockstep/sync";
  import { Thread } from "@lockstep/threading";
  import { student } from "@lockstep/sandbox/scenario";
  const Secret = struct("Secret", { told: f64 }, { quiet: true });
  const secret = new Secret({ told: 5 });
  const Desk = struct("Desk", { n: f64, lock: Lock });
  export function ask(desk: any) { student<any>("work").work(desk); }
  export default function main() {
    const desk = new Desk({ n: 0 });
    const thread = new Thread({ target: ask, args: [desk] });
    thread.start();
    const answer = student<any>("work").work(desk);
    thread.join();
    return { answer, secret: secret.told };
  }`;

const answersOf = async (student: string, scenario = asking) => {
  const { answer } = await explored(student, scenario);
  return answer.outcomes.map(({ outcome }) => (outcome.kind === "returned" ? outcome.observation : outcome));
};

/** Ways out of the realm: none of them may give anything. */
const ways: Readonly<Record<string, string>> = {
  process: "typeof process !== 'undefined' && process",
  Atomics: "typeof Atomics !== 'undefined' && Atomics",
  SharedArrayBuffer: "typeof SharedArrayBuffer !== 'undefined' && SharedArrayBuffer",
  WebAssembly: "typeof WebAssembly !== 'undefined' && WebAssembly",
  setTimeout: "setTimeout(() => {}, 1)",
  setImmediate: "typeof setImmediate !== 'undefined' && setImmediate",
  fetch: "typeof fetch !== 'undefined' && fetch",
  performance: "typeof performance !== 'undefined' && performance",
  crypto: "typeof crypto !== 'undefined' && crypto",
  clock: "Date.now()",
  today: "new Date()",
  chance: "Math.random()",
  "function from text": "(() => {}).constructor('return 7')()",
  "asynchronous function from text": "(async () => {}).constructor('return 7')()",
  "generator from text": "(function* () {}).constructor('yield 7')()",
  "function from text by way of a class": "Lock.constructor('return 7')()",
  "the Object prototype": "((Object.prototype as any).hidden = 1)",
  "the Array prototype": "((Array.prototype as any).push = () => 7)",
  "the prototype of promises": "((Promise.prototype as any).then = () => 7)",
  "the Lock prototype": "((Lock.prototype as any).acquire = () => 7)",
  "Promise.resolve": "((Promise as any).resolve = () => 7)",
  "what is behind a lock": "(Object.getPrototypeOf(Lock) as any).sharedOf(desk.lock, Object)",
  "what is behind a struct": "(Object.getPrototypeOf(desk.constructor) as any).sharedOf(desk, Object)",
  "what is behind a prototype": "desk.lock.constructor.prototype.constructor.sharedOf(desk.lock, Object)",
  "the step of a thread": "(Thread as any).startOf(new Thread({ target: work, args: [desk] }))",
  "the rule of a queue": "(Queue as any).getting(new Queue())",
  "the root of handles": "Object.getPrototypeOf(Object.getPrototypeOf(desk)).constructor.propertyOf(desk, 'n')",
  "a method before it is finished": "raw && raw.call(new Early(), desk)?.next?.(0)",
  "the state of a promise": "(Object.getPrototypeOf(Promise) as any).stateOf?.(Promise.resolve(1))",
  "the runtime": "Reflect.ownKeys(globalThis.globalThis).some((key) => /^[$]_/.test(String(key)))",
  "who calls": "(function f(): any { return (f as any).caller; })()",
  "a stack": "(new Error('x')).stack",
};

const tries = `
import { Lock } from "@lockstep/sync";
import { Queue } from "@lockstep/queue";
import { Thread } from "@lockstep/threading";
let raw: any;
class Early { go(desk: any) { desk.lock.withLock(() => {}); } static { raw = this.prototype.go; } }
export function work(desk: any): any {
  const found: string[] = [];
  const ways: [string, () => unknown][] = [${Object.entries(ways)
    .map(([name, code]) => `[${JSON.stringify(name)}, () => ${code}]`)
    .join(",")}];
  for (const [name, way] of ways) try { if (way()) found.push(name); } catch {}
  return found;
}`;

test("nothing leads out of the compartment, nor to what explores it", async () => {
  expect(await answersOf(tries)).toEqual([{ answer: [], secret: 5 }]);
});

test("nothing is left for the next schedule, nor for another thread", async () => {
  const keep = `
import { Cell } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
const local: any = {};
export function work(desk: any): any {
  desk.lock.withLock(() => {});
  const places: any[] = [globalThis.globalThis, Object, Object.prototype, Array, Function.prototype, Promise, Promise.prototype, Symbol, Symbol.prototype, Map.prototype,
    Lock, Lock.prototype, Cell, desk.constructor, desk, desk.lock, console, console.log, Math, JSON, Reflect, Error, RangeError.prototype, (function* () {}).constructor, Object.getPrototypeOf((function* () {})())];
  const seen = places.filter((place) => place.kept === 1).length;
  for (const place of places) { try { place.kept = 1; } catch {} try { Object.defineProperty(place, "kept", { value: 1 }); } catch {} }
  const before = local.kept; local.kept = 1;
  desk.lock.withLock(() => {});
  return [seen, before ?? null];
}`;

  expect(await answersOf(keep)).toEqual([{ answer: [0, null], secret: 5 }]);
});

test("an answer is read once, as plain data: not what it says the second time, nor in a JSON of its own", async () => {
  const changing = "export function work(): any { let n = 0; return { get a() { return ++n; } }; }";
  const json = "export function work(): any { return { a: 1, toJSON() { return { a: 9 }; } }; }";

  expect(await answersOf(changing)).toEqual([{ answer: { a: 1 }, secret: 5 }]);
  expect(await answersOf(json)).toMatchObject([{ kind: "threw", error: { name: "NotPlainError" } }]);
});

describe("what takes too much is given up, and what was found is no proof", () => {
  test.each([
    ["a loop without end", "for (;;);"],
    ["microtasks without end", "void (async () => { for (;;) await null; })(); while (true) desk.n;"],
    ["a loop in a getter that a built-in calls", "JSON.stringify({ get a() { for (;;); } });"],
    ["things waited for without end", "for (;;) void desk.lock.acquireAsync();"],
    [
      "many ends",
      "let n = 0; for (let i = 0; i < 12; i++) desk.lock.withLock(() => { desk.n = desk.n * 2 + i; n += desk.n; }); return n;",
    ],
  ])("%s", async (_name, body) => {
    const { answer } = await runBoot({
      mode: "explored",
      scenario: asking,
      student: `export function work(desk: any): any { ${body} }`,
      stepsMax: 1000,
      budget: { schedulesMax: 50, samples: 5, cpuTimeMs: 3000 },
    });

    expect(answer.exploration?.coverage).not.toBe("every");
    expect(JSON.stringify(answer).length).toBeLessThan(1_000_000);
  });
});
