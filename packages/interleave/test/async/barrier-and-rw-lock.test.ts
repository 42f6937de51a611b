import { expect, test } from "vitest";
import { endsBothWays } from "../run/explored.ts";

const head = `import { Cell } from "@lockstep/memory"; import { Barrier, RWLock } from "@lockstep/sync"; import { sleepAsync, Thread } from "@lockstep/threading";
const started = (target) => { const t = new Thread({ target }); t.start(); return t; };
const name = (error) => error.name;
const b = new Barrier(2), l = new RWLock(), n = new Cell();
export function meet() { return b.wait(); }
export function write() { l.write.withLock(() => { n.add(1); n.add(1); }); }
`;

/** How each program can end. */
const programs: Readonly<Record<string, readonly [text: string, ...ends: string[]]>> = {
  "two functions of one thread meet": [
    `export async function main() { return await Promise.all([b.waitAsync(), b.waitAsync(), sleepAsync(1)]); }`,
    "ok / [0,1,null]",
  ],
  "a function meets a thread": [
    `export async function main() { const t = started(meet); const mine = await b.waitAsync(); await t.joinAsync(); return [mine, t.result()]; }`,
    "ok / [0,1]",
    "ok / [1,0]",
  ],
  "whose time is over breaks it, unless the other has come": [
    `export async function main() { const t = started(late); const mine = await b.waitAsync({ timeoutMs: 5 }).catch(name); await t.joinAsync(); return [mine, t.result(), b.broken]; }
     export function late() { try { return b.wait(); } catch (error) { return error.name; } }`,
    'ok / ["BrokenBarrierError","BrokenBarrierError",true]',
    "ok / [0,1,false]",
    "ok / [1,0,false]",
  ],
  "a signal breaks it, and is told as the reason": [
    `export async function main() { const stop = new AbortController(); sleepAsync(1).then(() => stop.abort());
     const told = await Promise.all([b.waitAsync({ signal: stop.signal }).catch(name), sleepAsync(2)]); return [told[0], b.broken, await b.waitAsync().catch(name)]; }`,
    'ok / ["AbortError",true,"BrokenBarrierError"]',
  ],
  "nobody joins by a signal that has aborted": [
    `export async function main() { return [await b.waitAsync({ signal: AbortSignal.abort() }).catch(name), b.waiting, b.broken]; }`,
    'ok / ["AbortError",0,false]',
  ],
  "an error of the action reaches all of them": [
    `const angry = new Barrier(2, { action: () => { throw new RangeError("no"); } });
     export async function main() { return await Promise.all([angry.waitAsync().catch(name), angry.waitAsync().catch(name)]); }`,
    'ok / ["BrokenBarrierError","RangeError"]',
  ],
  "who reads together with others sees no half of what is written": [
    `export async function main() { const t = started(write); const seen = await l.read.withLockAsync(async () => { const first = n.load(); await null; return [first, n.load()]; }); await t.joinAsync(); return seen; }`,
    'ok / {"acquired":true,"value":[0,0]}',
    'ok / {"acquired":true,"value":[2,2]}',
  ],
  "a writer waits for the readers, and gives up in time": [
    `export async function main() { await l.read.acquireAsync(); const isIn = await l.write.acquireAsync({ timeoutMs: 5 }); l.read.release(); return [isIn, await l.write.acquireAsync({ timeoutMs: 0 }), l.writing]; }`,
    "ok / [false,true,true]",
  ],
};

test.each(Object.entries(programs))("awaited: %s", (_name, [text, ...wanted]) => {
  const found = { coverage: "complete", ends: wanted };

  expect(endsBothWays(head + text)).toEqual([found, found]);
});
