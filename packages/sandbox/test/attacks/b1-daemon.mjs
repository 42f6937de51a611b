// A process in a session of its own, deaf to signals, that outlives the program; it forges frames later on.
import { spawn } from "node:child_process";

export function attack(then) {
  const script =
    'trap "" HUP TERM INT; (trap "" HUP TERM INT; while :; do echo forged >&3 2>/dev/null; sleep 0.2; done) &';
  const child = spawn("setsid", ["sh", "-c", script], { stdio: ["ignore", "ignore", "ignore", 3], detached: true });
  return new Promise((resolve) =>
    child.once("exit", () => (then === "exit" ? process.exit(0) : resolve("left behind"))),
  );
}
