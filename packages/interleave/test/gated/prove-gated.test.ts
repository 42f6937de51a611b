import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { type GatedProgram, gatedProgram, proveGated } from "../../src/gated/index.ts";
import { programOf } from "../run/explored.ts";
import { proofs } from "../run/proofs.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-prove-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function onThreads(text: string): GatedProgram {
  const path = join(folder, `program-${crypto.randomUUID()}.ts`);
  writeFileSync(path, text);
  return gatedProgram({ module: pathToFileURL(path).href, name: "main" }, { packagesFrom: import.meta.url });
}

const { "pool-3-consumers": pool, "futex-mutex-3": mutex } = proofs;

/** The function, with two locks held around what it does. */
const inside = (outer: string, inner: string, text: string) =>
  text
    .replace("s.lock.withLock(", `${outer}.withLock(() => ${inner}.withLock(() => s.lock.withLock(`)
    .replace(/; }$/, ")); }");

describe("a proof on real threads", () => {
  test.each(Object.entries({ "pool-3-consumers": pool, "futex-mutex-3": mutex }))("%s is proved", (_name, proof) => {
    const { text, holds } = proof ?? { text: "", holds: () => false };
    using program = onThreads(text);
    const { isProved, exploration, schedules, disagreement } = proveGated(programOf(text, holds), program);

    expect(disagreement).toBeNull();
    expect(exploration.coverage).toEqual({ kind: "complete" });
    expect(schedules).toBeGreaterThan(10);
    expect(isProved).toBe(true);
  });

  test("a schedule that fails is no proof, and no thread is started for it", () => {
    const text = mutex?.text.replace("if (word.exchange(0) === 2) word.unpark(1);", "word.store(0);") ?? "";
    using program = onThreads(text);
    const { isProved, exploration, schedules } = proveGated(programOf(text), program);

    expect(exploration.failure?.ending.kind).toBe("lost-wake-up");
    expect([isProved, schedules]).toEqual([false, 0]);
  });

  test("real threads that do anything else than the model are noticed, if only where it is seldom seen", () => {
    const { text, holds } = mutex ?? { text: "", holds: () => false };
    // Whoever has slept on the word writes once more: the sum is the same.
    using program = onThreads(text.replace("word.park(2);", "word.park(2); s.n += 0;"));
    const { isProved, disagreement } = proveGated(programOf(text, holds), program);

    expect(isProved).toBe(false);
    expect(disagreement).toMatchObject({ kind: "accesses", ending: { kind: "nondeterminism" } });
  });

  test("a thread that does something else each time is noticed", () => {
    const { text, holds } = mutex ?? { text: "", holds: () => false };
    const moody = "try { s.n += (globalThis.turns = (globalThis.turns ?? 0) + 1) % 3 === 0 ? 0 : 1;";
    using program = onThreads(text.replace("try { s.n++;", moody));

    expect(proveGated(programOf(text, holds), program).disagreement?.kind).toBe("accesses");
  });

  const head = `import { Cell, i32, struct, Text } from "@lockstep/memory"; import { Event, Lock } from "@lockstep/sync"; import { Thread } from "@lockstep/threading";
    const S = struct("S", { n: i32, m: i32, a: Lock, b: Lock, lock: Lock }), s = new S({}), one = new Lock(), two = new Lock();
    const run = (...targets) => { const list = targets.map((target) => new Thread({ target, name: "worker" })); for (const t of list) t.start(); for (const t of list) t.join(); return s.n; };
  `;
  const left = `export function left() { s.lock.withLock(() => { s.n++; }); }`;
  const right = `export function right() { s.lock.withLock(() => { s.n++; }); }`;
  const main = `export function main() { return run(left, right); }`;
  const many = `export function left() { for (let i = 0; i < 110; i++) s.lock.withLock(() => { s.n++; }); } ${right}`;

  test.each(
    Object.entries<[known: string, real: string, kind: string | undefined]>({
      "two threads of one name": [left + right, left + right, undefined],
      "locks that are taken beside": [left + right, inside("s.a", "s.b", left) + inside("s.b", "s.a", right), "steps"],
      "other locks of one name": [
        inside("one", "two", left) + inside("one", "two", right),
        inside("one", "two", left) + inside("two", "one", right),
        "steps",
      ],
      "something at the beginning of a long way": [many, many.replace("for (", "s.m = 7; for ("), "accesses"],
      "a right program whose event is looked at in its own way": [
        `const e = new Event(); export function left() { e.wait(); s.n++; } export function right() { e.set(); }`,
        `const e = new Event(); export function left() { e.wait(); s.n++; } export function right() { e.set(); }`,
        "steps",
      ],
    }),
  )("real threads against what is known of them: %s", (_name, [known, real, kind]) => {
    using program = onThreads(head + real + main);
    const { isProved, exploration, disagreement } = proveGated(programOf(head + known + main), program);

    expect(exploration.coverage).toEqual({ kind: "complete" });
    expect(exploration.failure).toBeNull();
    expect([isProved, disagreement?.kind]).toEqual([kind === undefined, kind]);
  });
});
