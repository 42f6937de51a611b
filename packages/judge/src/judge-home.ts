import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "lockstep-judge-";
/** A folder without a socket is one that was made this very moment, or one whose grader died in that moment. */
const MAKING_MS = 60_000;

/** A folder for one judge process. Only its grader's user can open it: the exercise's hidden tests lie there. */
export function makeHome(parent: string = tmpdir()): string {
  const home = mkdtempSync(join(parent, PREFIX));
  mkdirSync(join(home, "tests"));
  mkdirSync(join(home, "cache"));
  return home;
}

/** Path of the socket in a home on which its grader listens as long as it lives. */
export function socketIn(home: string): string {
  return join(home, "socket");
}

/**
 * Removes the homes of graders that were killed, or interrupted, and could not remove them. Whoever still listens is alive,
 * whatever its process number says here: it may be another container's.
 */
export async function sweepHomes(parent: string = tmpdir()): Promise<void> {
  const names = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  await Promise.all(
    names.map(async (name) => {
      const home = join(parent, name);
      try {
        if (statSync(home).uid === process.getuid?.() && (await isLeft(home)))
          rmSync(home, { recursive: true, force: true });
      } catch {
        // Somebody else was faster, or it is not ours to remove.
      }
    }),
  );
}

async function isLeft(home: string): Promise<boolean> {
  const socket = connect(socketIn(home));
  try {
    await once(socket, "connect");
    return false;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code === "ENOENT") return Date.now() - statSync(home).mtimeMs > MAKING_MS;
    return code === "ECONNREFUSED";
  } finally {
    socket.destroy();
  }
}
