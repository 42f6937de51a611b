import { spawn } from "node:child_process";

/** Cleans up after this process, however it ends: SIGKILL included. */
export interface Watchdog {
  /** A process group that must end with us. */
  guard(processGroup: number): void;
  /** The group has ended by itself. Its number may be somebody else's soon. */
  release(processGroup: number): void;
  /** A Postgres server that must be shut down, after the groups. */
  guardServer(pid: number): void;
  /** A file or folder that must not stay behind. */
  remove(path: string): void;
  /** Everything is tidy; the watchdog leaves without doing anything. */
  dismiss(): void;
}

/**
 * What we had just started may still write into a folder while it is removed, and ends when it finds the folder gone: so
 * the removal is tried again. Debian's `sh` takes `kill -s TERM -- -5` and calls `kill -TERM -- -5` an illegal number.
 */
const SCRIPT = `groups= server= calm=
while read -r word value; do
  case $word in
    guard) groups="$groups $value" ;;
    release) kept=; for g in $groups; do [ "$g" = "$value" ] || kept="$kept $g"; done; groups=$kept ;;
    server) server=$value ;;
    remove) set -- "$@" "$value" ;;
    dismiss) calm=yes ;;
  esac
done
[ -n "$calm" ] && exit 0
for g in $groups; do kill -s TERM -- "-$g" 2>/dev/null; done
n=0
while [ $n -lt 30 ]; do
  alive=; for g in $groups; do kill -s 0 -- "-$g" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && break
  sleep 0.1; n=$((n+1))
done
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
if [ -n "$server" ]; then
  kill -s INT "$server" 2>/dev/null
  n=0; while kill -s 0 "$server" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done
  kill -s KILL "$server" 2>/dev/null
fi
n=0; while [ $n -lt 100 ]; do
  left=; for path in "$@"; do rm -rf -- "$path" || left=yes; done
  [ -z "$left" ] && break
  sleep 0.1; n=$((n+1))
done`;

/** Starts a shell that reads a pipe only this process holds: the end of the file means that we are gone. */
export function startWatchdog(): Watchdog {
  const shell = spawn("sh", ["-c", SCRIPT, "lockstep-watchdog"], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // a signal to our group must not reach it
    cwd: "/",
  });
  shell.unref();
  shell.stdin.on("error", () => {}); // it was killed: then nobody is left to tell
  if ("unref" in shell.stdin && typeof shell.stdin.unref === "function") shell.stdin.unref();
  const say = (word: string, value: number | string) => void shell.stdin.write(`${word} ${value}\n`);
  return {
    guard: (group) => say("guard", group),
    release: (group) => say("release", group),
    guardServer: (pid) => say("server", pid),
    remove: (path) => say("remove", path),
    dismiss: () => {
      shell.stdin.end("dismiss now\n");
    },
  };
}
