import { type BenchRow, byTurns, loadPeer, rowOf } from "@lockstep/dev/bench";
import { runOnWorker } from "@lockstep/threading/machinery";
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const TASKS = 10_000;
const SHORT = 200;
const WORKERS = 2;
const IN_FLIGHT = 16 * WORKERS;
const TURNS = 5;
const programs = new URL("./programs.ts", import.meta.url).href;
const task = new URL("./task.mjs", import.meta.url);

type Run = () => Promise<unknown>;
/** A pool of a peer: its tasks, and its end. */
interface Peer {
  readonly run: Run;
  readonly close: () => Promise<unknown>;
}

/** Empty tasks on two workers, 16 in flight for each, ours beside its peers; and how near tasks of 1 ms come to 1 ms. */
export async function bench(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const more = { unit: "k tasks/s", better: "more" } as const;
  for (const name of ["piscina", "tinypool", "poolifier"] as const) {
    const peer = await openPeer(name);
    const turns = await byTurns(TURNS, () => ours("emptyTasks", TASKS), peer && (() => rateOf(peer.run)));
    await endedOrLate(peer);
    rows.push(rowOf({ id: `pool.empty:${name}`, ...more, peerName: name, ...turns }));
  }
  const isPython = spawnSync("python3", ["--version"]).status === 0;
  const beside = await byTurns(TURNS, () => ours("emptyTasks", TASKS), isPython ? python : null);
  rows.push(rowOf({ id: "pool.empty:cpython", ...more, peerName: "ThreadPoolExecutor", ...beside }));
  const short = await byTurns(
    TURNS,
    () => ours("shortTasks", SHORT),
    () => SHORT,
  );
  rows.push(rowOf({ id: "pool.1ms:ideal", unit: "ms", better: "less", peerName: "ideal", ...short }));
  return rows;
}

/** A peer's end is not ours to wait for: not all of them come to it. */
async function endedOrLate(peer: Peer | null): Promise<void> {
  await Promise.race([peer?.close(), new Promise((late) => setTimeout(late, 5000))]);
}

async function ours(program: string, count: number): Promise<number> {
  const end = await runOnWorker(programs, program, [count]);
  if (end.kind !== "over" || typeof end.result !== "number") throw new Error(JSON.stringify(end));
  return end.result;
}

/** Null where it is not installed. */
async function openPeer(name: "piscina" | "tinypool" | "poolifier"): Promise<Peer | null> {
  const loaded = await loadPeer(import.meta.dirname, name);
  if (!loaded) return null;
  const options = { filename: task.href, minThreads: WORKERS, maxThreads: WORKERS };
  switch (name) {
    case "piscina": {
      const pool = made(loaded["Piscina"] ?? loaded["default"], { ...options, concurrentTasksPerWorker: 16 });
      return { run: () => call(pool, "run", 0), close: () => call(pool, "destroy") };
    }
    case "tinypool": {
      const pool = made(loaded["Tinypool"] ?? loaded["default"], { ...options, concurrentTasksPerWorker: 16 });
      return { run: () => call(pool, "run", 0), close: () => call(pool, "destroy") };
    }
    case "poolifier": {
      const worker = fileURLToPath(new URL("./poolifier-worker.mjs", import.meta.url));
      const pool = made(loaded["FixedThreadPool"], WORKERS, worker);
      return { run: () => call(pool, "execute"), close: () => call(pool, "destroy") };
    }
  }
}

function made(type: unknown, ...args: readonly unknown[]): object {
  if (typeof type !== "function") throw new TypeError("The peer exports no pool.");
  return Reflect.construct(type, args);
}

async function call(pool: object, method: string, ...args: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(pool, method);
  if (typeof found !== "function") throw new TypeError(`The peer has no ${method}().`);
  return await Reflect.apply(found, pool, args);
}

async function rateOf(run: Run): Promise<number> {
  let left = TASKS;
  const lane = async () => {
    while (left-- > 0) await run();
  };
  const beganMs = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return TASKS / (performance.now() - beganMs);
}

function python(): number {
  const code = `
from concurrent.futures import ThreadPoolExecutor
from collections import deque
import time
def nothing(): return 0
with ThreadPoolExecutor(${WORKERS}) as pool:
    [f.result() for f in [pool.submit(nothing) for _ in range(64)]]
    flying = deque()
    began = time.perf_counter()
    for _ in range(${TASKS}):
        if len(flying) == ${IN_FLIGHT}: flying.popleft().result()
        flying.append(pool.submit(nothing))
    for f in flying: f.result()
    print(${TASKS} / (time.perf_counter() - began) / 1000)`;
  return Number(execFileSync("python3", ["-c", code], { encoding: "utf8" }));
}
