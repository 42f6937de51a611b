// How many children can be had at once.
import { spawn } from "node:child_process";

export async function attack(wanted) {
  const started = await Promise.all(
    Array.from({ length: wanted }, () => {
      const child = spawn("sleep", ["60"], { stdio: "ignore" });
      return new Promise((resolve) => child.once("spawn", () => resolve(true)).once("error", () => resolve(false)));
    }),
  );
  return started.filter(Boolean).length;
}
