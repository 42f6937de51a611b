import type { ExercisePack } from "@lockstep/contracts";
import { openSandbox, type Sandbox } from "@lockstep/sandbox";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { Judge } from "../src/index.ts";
import { readPatiently } from "./patient-pack.ts";

/** What the tests of one file grade with: from before the first until after the last. */
export interface JudgeRig {
  readonly judge: Judge;
  /** The exercise, with patient limits. */
  readonly pack: ExercisePack;
  /** Where the exercise lies. */
  readonly folder: string;
}

/** Opens a sandbox and a judge for an exercise of the course, when the file's tests begin. */
export function openRig(slug: string): JudgeRig {
  const folder = join(import.meta.dirname, "../../../exercises", slug);
  let sandbox: Sandbox;
  let judge: Judge;
  let pack: ExercisePack;
  beforeAll(async () => {
    sandbox = await openSandbox();
    judge = new Judge(sandbox);
    pack = await readPatiently(folder);
  }, 60_000);
  afterAll(async () => {
    await judge.close();
    await sandbox.close();
  });
  return {
    folder,
    get judge() {
      return judge;
    },
    get pack() {
      return pack;
    },
  };
}
