import { expect, test } from "vitest";
import { exploreOutcomes } from "../../src/index.ts";
import { programOf } from "./explored.ts";

test("calls the threads of a pool after the thread that made it, and those of two pools unlike", () => {
  const { outcomes, isComplete } = exploreOutcomes(
    programOf(`
      import { ThreadPoolExecutor } from "@lockstep/futures";
      import { currentThread } from "@lockstep/threading";
      export function who() { return currentThread().name; }
      export function main() {
        const names = [{ maxWorkers: 1 }, { maxWorkers: 1 }, { maxWorkers: 1, threadNamePrefix: "oven" }].map((options) => {
          const pool = new ThreadPoolExecutor(options);
          const name = pool.submit(who).result();
          pool.shutdown();
          return name;
        });
        return [new Set(names).size, names[0], names[2], names.every((name) => /^[-\\w]+$/.test(name))];
      }
    `),
  );

  expect(isComplete).toBe(true);
  expect(outcomes.map(({ result }) => result)).toEqual(['[3,"pool-main-0_0","oven_0",true]']);
});
