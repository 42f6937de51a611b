/**
 * Programs that are judged on real threads only: what can't be transformed to be counted, and what reaches for the clocks
 * and the globals of its realm. They run in boxes, never in a process of ours.
 */
export const threadPrograms: readonly { readonly name: string; readonly text: string; readonly isFast: boolean }[] = [
  {
    name: "async functions in threads of their own",
    isFast: true,
    text: `
export async function part(seed: number, from: number, to: number): Promise<number> {
  await null;
  return sumOf(seed, from, to);
}
export async function main(seed: number, n: number, threads: number): Promise<number> {
  const all = startAll(part, partsOf(n, threads).map(([from, to]) => [seed, from, to]));
  let sum = 0;
  for (const thread of all) sum += (thread.result() as number);
  return sum;
}`,
  },
  {
    name: "async functions of one thread, awaited together",
    isFast: false,
    text: `
async function part(seed: number, from: number, to: number): Promise<number> {
  await null;
  return sumOf(seed, from, to);
}
export async function main(seed: number, n: number, threads: number): Promise<number> {
  const all = await Promise.all(partsOf(n, threads).map(([from, to]) => part(seed, from, to)));
  return all.reduce((sum, each) => sum + each, 0);
}`,
  },
  {
    name: "a promise that does the work when it is awaited",
    isFast: false,
    text: `
export function main(seed: number, n: number): unknown {
  return { then: (resolve: (sum: number) => void) => resolve(sumOf(seed, 0, n)) };
}`,
  },
  {
    name: "work for after the return, in a promise nobody waits for, and a guess",
    isFast: false,
    text: `
export function main(seed: number, n: number): number {
  void Promise.resolve().then(() => sumOf(seed, 0, n));
  return seed * n;
}`,
  },
  {
    name: "every clock that can be found is set to stand still",
    isFast: false,
    text: `
function still(): void {
  const all: any = globalThis;
  for (const name of ["Date", "performance", "process"])
    for (const clock of ["now", "hrtime", "cpuUsage", "threadCpuUsage", "uptime"])
      for (const place of [all[name], all[name]?.prototype]) {
        try { if (place) place[clock] = () => 0; } catch { /* refused */ }
        try { if (place) Object.defineProperty(place, clock, { value: () => 0 }); } catch { /* refused */ }
      }
  for (const maths of ["min", "max", "floor"]) try { (Math as any)[maths] = () => 0; } catch { /* refused */ }
  try { (Array.prototype as any).reduce = () => 0; } catch { /* refused */ }
  try { (Float64Array.prototype as any).fill = () => 0; } catch { /* refused */ }
}
export function part(seed: number, n: number): number {
  still();
  return sumOf(seed, 0, n);
}
export function main(seed: number, n: number): number {
  still();
  const [worker] = startAll(part, [[seed, n]]);
  return (worker?.result() as number) ?? 0;
}`,
  },
  {
    name: "a second thread that only makes work, so that two seem to share it",
    isFast: false,
    text: `
export function main(seed: number, n: number): number {
  const [worker] = startAll(sumOf, [[seed, 0, n]]);
  startAll(sumOf, [[seed + 1, 0, n]]);
  return (worker?.result() as number) ?? 0;
}`,
  },
];
