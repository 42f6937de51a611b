import { expect, test } from "vitest";
import { endsBothWays } from "./explored.ts";

const head = `import { i32, struct } from "@lockstep/memory"; import { Barrier, Event } from "@lockstep/sync"; import { Thread } from "@lockstep/threading";
const started = (target) => { const t = new Thread({ target }); t.start(); return t; };
const told = (wait) => { try { return wait(); } catch (error) { return error.name; } };
const both = (mine, other) => { const t = started(other); const m = told(mine); return [m, t.result()].join(" "); };
`;

/** How each program ends on real threads, in one schedule or another. */
const programs: Readonly<Record<string, readonly [text: string, ...ends: string[]]>> = {
  "whoever is late breaks it, unless all have come meanwhile": [
    `const b = new Barrier(2);
export function other() { return told(() => b.wait(5)); }
export function main() { return [both(() => b.wait(5), other), b.broken].join(" "); }`,
    'ok / "0 1 false"',
    'ok / "1 0 false"',
    'ok / "BrokenBarrierError BrokenBarrierError true"',
  ],
  "an error of the action breaks it": [
    `const b = new Barrier(2, { action: () => { throw new Error("no"); } });
export function other() { return told(() => b.wait()); }
export function main() { return [both(() => b.wait(), other), b.broken].join(" "); }`,
    'ok / "BrokenBarrierError Error true"',
    'ok / "Error BrokenBarrierError true"',
  ],
  "who has come before an abort passes once the action is over, and nobody after": [
    `const acts = new Event(), b = new Barrier(2, { action: () => { acts.set(); } });
export function other() { return told(() => b.wait()); }
export function main() { const t = started(other), u = started(other); acts.wait(); b.abort(); return [t.result(), u.result(), told(() => b.wait()), b.broken].join(" "); }`,
    'ok / "0 1 BrokenBarrierError true"',
    'ok / "1 0 BrokenBarrierError true"',
  ],
};

test.each(Object.entries(programs))("a barrier: %s", (_name, [text, ...wanted]) => {
  const found = { coverage: "complete", ends: wanted };

  expect(endsBothWays(head + text)).toEqual([found, found]);
});
