import { spawnSync } from "node:child_process";
import { chownSync, readFileSync } from "node:fs";

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root, and `initdb` wants a user that is in the password file. */
const other: User | undefined = process.getuid?.() === 0 ? lookUp("nobody") : undefined;

function lookUp(name: string): User {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error(
      `There is no user "${name}" to run Postgres as. Run this as an ordinary user, or set DATABASE_URL.`,
    );
  return { uid: Number(uid), gid: Number(gid) };
}

/** The command line that runs `file` as an ordinary user; unchanged where we are one. */
export function asOrdinaryUser(file: string, args: readonly string[]): readonly [string, readonly string[]] {
  if (!other) return [file, args];
  const { uid, gid } = other;
  // A checkout below a 0700 folder (as /root is) can't be entered by `nobody`. One capability mends that; the securebits
  // keep it effective for `initdb`, which asks by access(2).
  const reachable = spawnSync(file, ["--version"], { uid, gid, cwd: "/" }).status === 0;
  const capability = reachable
    ? []
    : ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
  return ["setpriv", [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...capability, file, ...args]];
}

/** Gives a file or folder to the user that `asOrdinaryUser` runs as. */
export function giveAway(path: string): void {
  if (other) chownSync(path, other.uid, other.gid);
}
