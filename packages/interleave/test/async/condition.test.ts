import { expect, test } from "vitest";
import { endsBothWays } from "../run/explored.ts";

const head = `import { i32, struct } from "@lockstep/memory"; import { Condition, Lock } from "@lockstep/sync"; import { Thread } from "@lockstep/threading";
const S = struct("S", { n: i32, lock: Lock }), s = new S({}), c = new Condition(s.lock);
export function put() { s.lock.withLock(() => { s.n++; c.notify(); }); }
export function take() { s.lock.withLock(() => { while (s.n === 0) c.wait(); s.n--; }); }
const started = (target) => { const t = new Thread({ target }); t.start(); return t; };
async function eat() { await s.lock.withLockAsync(async () => { await c.waitForAsync(() => s.n > 0); s.n--; }); }
`;

/** How each program can end. */
const programs: Readonly<Record<string, readonly [text: string, ...ends: string[]]>> = {
  "functions and threads stand in one line": [
    `export async function main() { const list = [put, take, put].map(started); await eat(); for (const t of list) await t.joinAsync(); return s.n; }`,
    "ok / 0",
  ],
  "two functions of one thread": [
    `export async function main() { const list = [put, put].map(started); await Promise.all([eat(), eat()]); for (const t of list) await t.joinAsync(); return s.n; }`,
    "ok / 0",
  ],
  "waiting without having looked": [
    `export async function main() { const t = started(put); await s.lock.acquireAsync(); await c.waitAsync(); s.lock.release(); await t.joinAsync(); return s.n; }`,
    "lost-wake-up / undefined / 0 sleeps on Condition",
    "ok / 1",
  ],
  "a time-out may come before the word, which then counts": [
    `export async function main() { const t = started(put); await s.lock.acquireAsync(); const told = s.n > 0 || (await c.waitAsync({ timeoutMs: 5 })); s.lock.release(); await t.joinAsync(); return told; }`,
    "ok / false",
    "ok / true",
  ],
  "whose time is over looks once more, and not again": [
    `export async function main() { const list = [put, put].map(started); const told = await s.lock.withLockAsync(() => c.waitForAsync(() => s.n > 1, { timeoutMs: 5 })); for (const t of list) await t.joinAsync(); return told.value; }`,
    "ok / false",
    "ok / true",
  ],
  "only the holder may wait": [
    `export async function main() { const told = []; for (const wait of [() => c.waitAsync(), () => c.waitForAsync(() => true)]) await wait().catch((error) => told.push(error.name)); return told; }`,
    'ok / ["NotOwnerError","NotOwnerError"]',
  ],
};

test.each(Object.entries(programs))("a condition is awaited: %s", (_name, [text, ...wanted]) => {
  const found = { coverage: "complete", ends: wanted };

  expect(endsBothWays(head + text)).toEqual([found, found]);
});
