import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type ProcessGroup, repositoryRoot, searchPath, startGroup, type Watchdog } from "@lockstep/dev";

/** A part of the site did not start; the message holds what it printed. */
export class SiteError extends Error {
  readonly code = "site";
  constructor(message: string) {
    super(message);
    this.name = "SiteError";
  }
}

/** Where logs and pictures of failed tests are put. Git-ignored. */
export const resultsFolder = join(repositoryRoot, "apps/web/test-results");

/** A process of the site that has said that it is ready. */
export interface StartedPart {
  readonly group: ProcessGroup;
  /** What it has said until then. */
  readonly said: string;
}

/**
 * Starts a part of the site and waits until it says that it is ready; it writes its log to {@link resultsFolder}.
 * @throws {SiteError} It ended instead.
 */
export async function startPart(part: {
  /** Of its log. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly watchdog: Watchdog;
}): Promise<StartedPart> {
  const { name, cwd } = part;
  const env = { ...part.env, PATH: searchPath(cwd) };
  mkdirSync(resultsFolder, { recursive: true });
  const group = startGroup({ ...part, env, stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(join(resultsFolder, `${name}.log`), { flags: "a" });
  const { stdout, stderr } = group.child;
  if (stdout === null || stderr === null) throw new SiteError(`${name} has no output.`);
  let said = "";
  const ready = new Promise<StartedPart>((resolve) => {
    const hear = (chunk: Buffer) => {
      log.write(chunk);
      if (said.length < 64_000) said += String(chunk);
      // Without a sandbox a runner is never ready: whoever starts it reads why.
      if (/\bready\b|\bis not available\b/i.test(said)) resolve({ group, said });
    };
    stdout.on("data", hear);
    stderr.on("data", hear);
  });
  const ended = group.ended.then((code) => {
    throw new SiteError(`${name} ended with code ${code}:\n${said}`);
  });
  ended.catch(() => {}); // later it ends because it is told to
  return Promise.race([ready, ended]);
}
