import { type ChildProcess, spawn } from "node:child_process";

/** Debian's `sh` takes `kill -s KILL -- -5` and calls `kill -KILL -- -5` an illegal number. */
const SCRIPT = `groups=
while read -r word group; do
  case $word in
    guard) groups="$groups $group" ;;
    release) kept=; for g in $groups; do [ "$g" = "$group" ] || kept="$kept $g"; done; groups=$kept ;;
  esac
done
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done`;

type Shell = ReturnType<typeof startShell>;
let shell: Shell | undefined;

/**
 * Has a launcher of bubblewrap started, and ends its process group when this process is gone, however it ended. The
 * launcher has to be the leader of that group (`detached`), which also keeps signals to our own group from it.
 *
 * Until bubblewrap's child has asked to die with its parent, it waits for that parent: a parent that is killed meanwhile,
 * by a signal to the group or because we ended, would leave it there for ever. It is in the parent's group as long as
 * that.
 */
export function guarded(launch: () => ChildProcess): ChildProcess {
  // First, since it takes longer than what it is to guard.
  if (shell?.exitCode !== null || shell.signalCode !== null) shell = startShell();
  const { stdin } = shell;
  const launcher = launch();
  const { pid } = launcher;
  if (pid === undefined) return launcher; // it could not be started
  stdin.write(`guard ${pid}\n`);
  launcher.once("exit", () => void stdin.write(`release ${pid}\n`)); // its number may be somebody else's soon
  return launcher;
}

/** A shell that reads a pipe only this process holds: the end of the file means that we are gone. */
function startShell() {
  const started = spawn("/bin/sh", ["-c", SCRIPT, "lockstep-launch-guard"], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // a signal to our group must not reach it
    cwd: "/",
    env: {},
  });
  started.unref();
  started.on("error", () => undefined); // none: what it would end ends with us in nearly all cases
  started.stdin.on("error", () => undefined); // it was killed: then nobody is left to tell
  if ("unref" in started.stdin && typeof started.stdin.unref === "function") started.stdin.unref();
  return started;
}
