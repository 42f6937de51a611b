import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const OTHERS_WRITE = 0o022;
const OTHERS_READ = 0o004;
const OTHERS_ENTER = 0o001;

/** True when a process of any user can open this file: bubblewrap opens what it binds as the box's user. */
export function reachable(path: string): boolean {
  const real = realpathSync(path);
  const stat = statSync(real);
  if ((stat.mode & OTHERS_READ) === 0) return false;
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_ENTER) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * A folder of ours that every user can read and only we can write, for what boxes must see. The checkout may lie below
 * a folder of mode 0700 (`/root`), where a box's user can open nothing.
 * @throws when there is no such place, or somebody else has taken the name.
 */
export function stagingFolder(places: readonly string[] = [tmpdir(), "/var/tmp", "/tmp"]): string {
  const place = places.find((candidate) => existsSync(candidate) && reachable(candidate));
  if (place === undefined) throw new Error(`none of ${places.join(", ")} can be read by the box's user`);
  const uid = process.getuid?.() ?? 0;
  const folder = join(place, `lockstep-staging-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== uid || (stat.mode & OTHERS_WRITE) !== 0)
    throw new Error(`${folder} is not ours alone; remove it`);
  chmodSync(folder, 0o755); // the umask may have taken bits away
  return folder;
}

/** A path of this file that the box's user can open: the file itself, or a link to it or a copy in the staging folder. */
export function stageFile(path: string, staging: string): string {
  if (process.getuid?.() !== 0 || reachable(path)) return realpathSync(path);
  const real = realpathSync(path);
  const { dev, ino, size, mtimeMs, mode } = statSync(real);
  const staged = join(staging, `file-${digest(JSON.stringify([real, dev, ino, size, mtimeMs]))}`);
  if (existsSync(staged)) return staged;
  const fresh = `${staged}.${randomUUID()}`;
  if (!linked(real, fresh, mode)) {
    copyFileSync(real, fresh, constants.COPYFILE_FICLONE);
    chmodSync(fresh, 0o755);
  }
  renameSync(fresh, staged); // whoever comes second replaces it by the same
  rmSync(fresh, { force: true }); // two names of one file: the kernel renames nothing
  return staged;
}

function linked(from: string, to: string, mode: number): boolean {
  if ((mode & OTHERS_READ) === 0) return false;
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // another file system
  }
}

/**
 * Puts what `fill` writes into a folder that is named after its content and appears whole or not at all; answers its path.
 */
export async function stageFolder(
  name: string,
  staging: string,
  fill: (folder: string) => void | Promise<void>,
): Promise<string> {
  const fresh = mkdtempSync(join(staging, `${name}-new-`));
  try {
    await fill(fresh);
    const files = readdirSync(fresh).toSorted();
    for (const file of files) chmodSync(join(fresh, file), 0o444);
    chmodSync(fresh, 0o755);
    const content = files.map((file) => [file, digest(readFileSync(join(fresh, file)))]);
    const staged = join(staging, `${name}-${digest(JSON.stringify(content))}`);
    if (!existsSync(staged)) rename(fresh, staged);
    return staged;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function rename(fresh: string, staged: string): void {
  try {
    renameSync(fresh, staged);
  } catch (cause) {
    if (!existsSync(staged)) throw cause; // else another process was faster, with the same content
  }
}

const digest = (content: string | Buffer) => createHash("sha256").update(content).digest("hex").slice(0, 32);
