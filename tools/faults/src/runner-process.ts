import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { repositoryRoot } from "@lockstep/dev";
import { type ProcessEntry, processTree } from "@lockstep/dev/process-table";
import { z } from "zod";

/** Phases of a grading, in their order. */
export const phases = ["leased", "preparing", "running", "judging", "reporting"] as const;
export type Phase = (typeof phases)[number];

const announcement = z.object({
  event: z.literal("phase"),
  submission: z.string(),
  attempt: z.number(),
  phase: z.enum(phases),
});
/** Where an attempt is, as its runner says. */
export type Announcement = z.infer<typeof announcement>;

/** A runner, started by its own program, that tells where it is. */
export class RunnerProcess {
  readonly #child: ChildProcess;
  /** What it said last of an attempt. */
  current: Announcement | undefined;
  /** The last that it said which was no phase. */
  said = "";
  readonly ended: Promise<number | string>;

  constructor(
    env: Readonly<Record<string, string>>,
    onPhase: (runner: RunnerProcess, announced: Announcement) => void,
  ) {
    const program = join(repositoryRoot, "apps/runner/src/main.ts");
    this.#child = spawn(process.execPath, [program], {
      env: { ...process.env, ...env, RUNNER_LOG: "json" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { stdout, stderr } = this.#child;
    if (stdout) createInterface({ input: stdout }).on("line", (line) => this.#read(line, onPhase));
    stderr?.on("data", (chunk) => (this.said = (this.said + String(chunk)).slice(-4_000)));
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** kill -9. Answers everything that ran below it. */
  kill(): readonly ProcessEntry[] {
    const tree = processTree(this.pid);
    this.#child.kill("SIGKILL");
    return tree;
  }

  /** Lets it finish what it is at. */
  async stop(): Promise<number | string> {
    this.#child.kill("SIGTERM");
    return this.ended;
  }

  #read(line: string, onPhase: (runner: RunnerProcess, announced: Announcement) => void): void {
    const parsed = announcement.safeParse(JSON.parse(line));
    if (!parsed.success) {
      this.said = `${this.said}${line}\n`.slice(-4_000);
      return;
    }
    this.current = parsed.data;
    onPhase(this, parsed.data);
  }
}
