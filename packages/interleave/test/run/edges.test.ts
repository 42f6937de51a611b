import { runRounds } from "@lockstep/threading/machinery";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { exploreOutcomes } from "../../src/index.ts";
import { atOnce } from "./at-once.ts";
import { edges } from "./edges.ts";
import { programOf } from "./explored.ts";

/** LOCKSTEP_EDGE_ROUNDS=1000 for a long run of it, in which each explored outcome has to be seen, too. */
const LONG = process.env["LOCKSTEP_EDGE_ROUNDS"];
const seeds = Array.from({ length: Number(LONG ?? 15) }, (_unused, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);

// Beside the packages that they import.
const folder = mkdtempSync(join(import.meta.dirname, ".edges-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(Object.entries({ ...edges, ...atOnce }))(
  "real primitives, switched at random, do nothing that the model lacks: %s",
  async (name, text) => {
    const { outcomes, isComplete } = exploreOutcomes(programOf(text));
    const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.ts`);
    writeFileSync(path, text);
    const ends = await runRounds({ module: pathToFileURL(path).href, name: "main" }, seeds, 5000);

    const explored = outcomes.map(({ kind, result }) => `${kind} ${result}`);
    const seen = new Set(
      ends.map((end) => (end.kind === "over" ? `ok ${JSON.stringify(end.result)}` : JSON.stringify(end))),
    );
    expect([...seen].filter((end) => !explored.includes(end))).toEqual([]);
    expect(isComplete).toBe(true);
    const unseen = LONG ? explored.filter((end) => !seen.has(end)) : [];
    expect(unseen).toEqual([]);
  },
);
