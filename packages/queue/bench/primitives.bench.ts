import { type BenchRow, byTurns, rowOf } from "@lockstep/dev/bench";
import { runOnWorker } from "@lockstep/threading/machinery";
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { check, type Kind } from "./messages.ts";
import { openMultithreading } from "./multithreading.ts";

const COUNT = 90_000;
const TURNS = 5;
const programs = new URL("./programs.ts", import.meta.url).href;

/** Messages from one thread to another, each checked: ours beside the platform's, and CPython's where there is one. */
export async function bench(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const more = { unit: "M messages/s", better: "more" } as const;
  for (const kind of ["number", "bytes64", "object"] as const) {
    const turns = await byTurns(
      TURNS,
      () => ours(kind),
      () => postMessage(kind),
    );
    rows.push(rowOf({ id: `queue.${kind}:postMessage`, ...more, peerName: "postMessage", ...turns }));
  }
  const multithreading = await openMultithreading();
  const beside = await byTurns(
    TURNS,
    () => ours("object"),
    multithreading && (() => multithreading.objects(COUNT / 5)),
  );
  rows.push(rowOf({ id: "queue.object:multithreading", ...more, peerName: "channel", ...beside }));
  multithreading?.close();
  const isPython = spawnSync("python3", ["--version"]).status === 0;
  const turns = await byTurns(TURNS, () => ours("object"), isPython ? python : null);
  rows.push(rowOf({ id: "queue.object:cpython", ...more, peerName: "queue.Queue", ...turns }));
  return rows;
}

async function ours(kind: Kind): Promise<number> {
  const end = await runOnWorker(programs, "oneToOne", [kind, COUNT]);
  if (end.kind !== "over" || typeof end.result !== "number") throw new Error(JSON.stringify(end));
  return end.result;
}

async function postMessage(kind: Kind): Promise<number> {
  const worker = new Worker(new URL("./post-message.ts", import.meta.url), { workerData: { kind } });
  await once(worker, "message");
  await posted(worker, kind, COUNT / 3); // as warm as ours
  const rate = await posted(worker, kind, COUNT);
  await worker.terminate();
  return rate;
}

/** Million messages a second that the worker posts, each checked. */
async function posted(worker: Worker, kind: Kind, count: number): Promise<number> {
  const beganMs = performance.now();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  worker.postMessage(count);
  await new Promise<void>((resolve, reject) => {
    let i = 0;
    worker.on("message", function hear(item: unknown) {
      try {
        check(kind, item, i++);
      } catch (error) {
        reject(error);
      }
      if (i !== count) return;
      worker.off("message", hear);
      resolve();
    });
  });
  return count / (performance.now() - beganMs) / 1000;
}

function python(): number {
  const code = `
import queue, threading, time
q = queue.Queue()
def send():
    for i in range(${COUNT}): q.put({"id": i, "name": "order", "isPaid": True})
t = threading.Thread(target=send)
began = time.perf_counter()
t.start()
for i in range(${COUNT}):
    item = q.get()
    assert item["id"] == i and item["name"] == "order" and item["isPaid"]
print(${COUNT} / (time.perf_counter() - began) / 1e6)`;
  return Number(execFileSync("python3", ["-c", code], { encoding: "utf8" }));
}
