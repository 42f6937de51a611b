import { expect, test } from "vitest";
import { Worker } from "node:worker_threads";
import { Supervisor } from "../src/machinery.ts";

test("what gets a worker ready is no work of the thread that ideal cores pace", async () => {
  const entry = new URL("./programs/costly-worker.ts", import.meta.url);
  const supervisor = new Supervisor((setup) => new Worker(entry, { workerData: setup }), { reuse: true });

  const target = { module: "costly", name: "main", source: "" };
  const end = await supervisor.run({ target, args: [], gated: { seed: 1, stepsMax: 1000, cores: 1 } });
  await supervisor.close();

  if (end.kind !== "over" || !end.report?.paced) throw new Error(`no figures: ${end.kind}`);
  const preparedMs = Number(end.result);
  expect(preparedMs).toBeGreaterThanOrEqual(100);
  expect(end.report.paced.timeMs).toBeLessThan(preparedMs);
  expect(end.report.paced.threads.map(({ cpuTimeMs }) => cpuTimeMs < preparedMs)).toEqual([true]);
});
