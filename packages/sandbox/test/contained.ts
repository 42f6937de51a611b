import { expect } from "vitest";
import type { BoxRun } from "../src/box-run.ts";
import { attack, type JobSettings, observed, type Rig } from "./box-rig.ts";

const HONEST = { n: 42, code: 7, socket: "hi" };

/** Runs an attack beside an honest neighbour and before an honest next job; demands that neither notices and nothing is left. */
export async function runContained(rig: Rig, name: string, settings: JobSettings = {}): Promise<BoxRun> {
  const honest = () => rig.run(attack("honest"), { input: 1, wallTimeMs: 20_000, cpuTimeMs: 10_000 });
  const [run, neighbour] = await Promise.all([rig.run(attack(name), settings), honest()]);
  expect(observed(neighbour), "the neighbour").toEqual(HONEST);
  expect(observed(await honest()), "the next job").toEqual(HONEST);
  expect(await rig.left(run), "left behind").toEqual([]);
  return run;
}
