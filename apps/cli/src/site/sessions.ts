import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";

/** The token of each site's session, by its address. */
const sessions = z.record(z.string(), z.strictObject({ token: z.string(), email: z.string() }));
export type Session = z.infer<typeof sessions>[string];

function place(): string {
  return join(process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "lockstep", "sessions.json");
}

async function readAll(): Promise<z.infer<typeof sessions>> {
  try {
    return sessions.parse(JSON.parse(await readFile(place(), "utf8")));
  } catch {
    return {}; // none yet, or not ours: one signs in again
  }
}

/** The session that was kept for a site; undefined where none was. */
export async function findSession(address: string): Promise<Session | undefined> {
  return (await readAll())[address];
}

/** Addresses of the sites to which there is a session. */
export async function sitesWithSessions(): Promise<readonly string[]> {
  return Object.keys(await readAll());
}

/** Keeps a session, in a file that nobody else may read. Answers where. */
export async function keepSession(address: string, session: Session): Promise<string> {
  const file = place();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ ...(await readAll()), [address]: session }, null, 2)}\n`;
  // Never half a file, and never one that others can read for a moment.
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return file;
}
