import { type Future, ThreadPoolExecutor } from "@lockstep/futures";

const WORKERS = 2;
/** Turns before the one that is measured: peers have had as many, at half of their turns. */
const WARM_UP = 3;

export function nothing(): number {
  return 0;
}

export function spin(untilMs: number): number {
  const endMs = performance.now() + untilMs;
  let turns = 0;
  while (performance.now() < endMs) turns++;
  return turns > 0 ? 1 : 0;
}

/** Thousand tasks a second, with 16 in flight for each worker. The pool is as warm as its peers are, which serve all turns. */
export function emptyTasks(count: number): number {
  using pool = new ThreadPoolExecutor({ maxWorkers: WORKERS });
  rateOf(pool, WARM_UP * count);
  return rateOf(pool, count);
}

function rateOf(pool: ThreadPoolExecutor, count: number): number {
  const flying: Future<number>[] = [];
  let sum = 0;
  const beganMs = performance.now();
  for (let i = 0; i < count; i++) {
    if (flying.length === 16 * WORKERS) sum += flying.shift()?.result() ?? 0;
    flying.push(pool.submit(nothing));
  }
  for (const future of flying) sum += future.result();
  if (sum !== 0) throw new Error("a task answered something else");
  return count / (performance.now() - beganMs);
}

/** How long so many tasks of 1 ms took on one worker, in ms. */
export function shortTasks(count: number): number {
  using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
  pool.submit(spin, 1).result();
  const beganMs = performance.now();
  const futures = Array.from({ length: count }, () => pool.submit(spin, 1));
  for (const future of futures) future.result();
  return performance.now() - beganMs;
}
