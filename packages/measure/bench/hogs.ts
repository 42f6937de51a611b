import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** What else the machine does while verdicts are made. */
const LOADS = {
  idle: [],
  "1-hog": ["for (;;);"],
  "2-hogs": ["for (;;);", "for (;;);"],
  // Streams through more than any cache holds.
  "memory-hog": ["const a = new Float64Array(8_000_000); for (let i = 0; ; i = (i + 8) % a.length) a[i] += 1;"],
} as const;

export type Load = keyof typeof LOADS;

/** The loads with these names, parted by commas; all of them where absent. @throws for a name that none has. */
export function loadsNamed(names: string | undefined): readonly Load[] {
  const isLoad = (name: string): name is Load => Object.hasOwn(LOADS, name);
  const all = Object.keys(LOADS).filter(isLoad);
  if (names === undefined) return all;
  return names.split(",").map((name) => {
    if (!isLoad(name)) throw new Error(`There is no load "${name}"; there are ${all.join(", ")}.`);
    return name;
  });
}

/** Runs `body` beside the hogs, and ends them. */
export async function under<T>(load: Load, body: () => T | Promise<T>): Promise<T> {
  const hogs: ChildProcess[] = LOADS[load].map((text) => spawn(process.execPath, ["-e", text], { stdio: "ignore" }));
  await Promise.all(hogs.map((hog) => once(hog, "spawn")));
  try {
    return await body();
  } finally {
    await Promise.all(hogs.map((hog) => (hog.kill("SIGKILL"), once(hog, "exit"))));
  }
}
