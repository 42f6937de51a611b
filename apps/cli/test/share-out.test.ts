import { expect, test } from "vitest";
import { shareOut } from "../src/share-out.ts";

test("each keeps to its pile, and whoever is done helps with the largest", async () => {
  const done: string[] = [];
  const gate = Promise.withResolvers<undefined>();
  await shareOut(["ann", "bob"], [["a1"], ["b1", "b2", "b3"]], async (worker, work, hasMore) => {
    done.push(`${worker} ${work}${hasMore ? " …" : ""}`);
    if (work === "b1") await gate.promise;
    if (work === "b3") gate.resolve(undefined);
  });

  expect(done).toEqual(["ann a1", "bob b1 …", "ann b2 …", "ann b3"]);
});

test("what throws ends the rest early", async () => {
  const done: number[] = [];
  const work = shareOut(["ann"], [[1, 2, 3]], (_worker, each) => {
    done.push(each);
    return each === 2 ? Promise.reject(new Error("two")) : Promise.resolve();
  });

  await expect(work).rejects.toThrow("two");
  expect(done).toEqual([1, 2]);
});
