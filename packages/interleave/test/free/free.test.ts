import { Stage } from "@lockstep/threading/machinery";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { exploreOutcomes, type ReadyProgram } from "../../src/index.ts";
import { programOf } from "../run/explored.ts";
import { rightPrograms } from "../run/right-programs.ts";
import { programs } from "./programs.ts";

/** LOCKSTEP_FREE_RUNS=100000 for a long run of it, which takes the right programs of the corpus, too. */
const LONG = process.env["LOCKSTEP_FREE_RUNS"];
const RUNS = Number(LONG ?? 50);

const url = new URL("./programs.ts", import.meta.url);
const text = readFileSync(url, "utf8");
const folder = mkdtempSync(join(tmpdir(), "lockstep-free-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program on real threads at full speed; answers the outcomes that are not among the explored ones. */
async function notExplored(program: ReadyProgram, spuriousMax: number, real: ConstructorParameters<typeof Stage>[0]) {
  const { outcomes, isComplete } = exploreOutcomes(program, { spuriousMax });
  const explored = outcomes.map(({ kind, result }) => `${kind} ${result}`);
  const seen = new Set<string>();
  using stage = new Stage(real, { isFree: true, packagesFrom: import.meta.url });
  for (let run = 0; run < RUNS; run++) {
    const end = stage.play();
    seen.add(end.kind === "over" ? `ok ${end.result}` : JSON.stringify(end));
    await stage.endRest();
  }

  return { isComplete, beyond: [...seen].filter((outcome) => !explored.includes(outcome)) };
}

const none = { isComplete: true, beyond: [] };

describe("what real threads do at full speed is among the explored outcomes", () => {
  test.each(Object.keys(programs))("of %s", async (name) => {
    const main = `${text}\nexport function main() { return programs[${JSON.stringify(name)}](); }`;
    const real = { module: url.href, name: "outcomeOf", args: [name] };

    expect(await notExplored(programOf(main), 0, real)).toEqual(none);
  });

  test.runIf(LONG).each(Object.entries(rightPrograms))(
    "of the corpus: %s",
    async (name, { text: own, spuriousMax = 0 }) => {
      const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.ts`);
      writeFileSync(path, own);
      const real = { module: pathToFileURL(path).href, name: "main" };

      expect(await notExplored(programOf(own), spuriousMax, real)).toEqual(none);
    },
  );
});
