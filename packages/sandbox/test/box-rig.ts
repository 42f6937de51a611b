import type { Limits } from "@lockstep/contracts";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { BoxJob, BoxRun } from "../src/box-run.ts";
import { leftGroups } from "../src/cgroup.ts";
import { ownerOf } from "../src/owned-name.ts";
import { BoxSandbox, openSandboxOf, type SandboxOptions, type SandboxParts } from "../src/sandbox.ts";

/** Everything the manifest can ask for: what is refused then is refused by the wall and not by a narrow profile. */
export const ALL_NEEDS = ["processes", "sockets", "signals"];

export const LIMITS: Limits = {
  wallTimeMs: 20_000,
  cpuTimeMs: 3000,
  memoryBytes: 256 * 2 ** 20,
  processes: 64,
  outputBytes: 64 * 1024,
};

/** What a test may choose of a job. */
export type JobSettings = Partial<Limits> & {
  readonly input?: BoxJob["request"]["input"];
  readonly needs?: readonly string[];
};

/** A job for the fixture's boot program: a module whose export `attack` is called with the input and the nonce. */
export function jobOf(code: string, { input = null, needs = ALL_NEEDS, ...limits }: JobSettings = {}): BoxJob {
  return {
    request: { student: { name: "attack", code }, input, mode: "program", seeds: [1], stepsMax: 1 },
    limits: { ...LIMITS, ...limits },
    needs,
  };
}

/** Text of a program in `attacks/`. */
export function attack(name: string): string {
  return readFileSync(join(import.meta.dirname, "attacks", `${name}.mjs`), "utf8");
}

/** Calls an attack in this very process: what it finds here, it must not find in a box. */
export async function outsideOfBox(name: string, input: unknown): Promise<unknown> {
  const loaded: { attack(input: unknown): unknown } = await import(join(import.meta.dirname, "attacks", `${name}.mjs`));
  return loaded.attack(input);
}

/** What the program returned; fails with the run's own words when it did not. */
export function observed(run: BoxRun): unknown {
  const outcome = run.answer?.outcomes[0]?.outcome;
  if (outcome?.kind !== "returned") throw new Error(`${run.status}: ${run.detail} ${run.output.stderr}`);
  return outcome.observation;
}

/** A real sandbox with the fixture's boot program and leases of its own. */
export async function openRig(parts: Partial<SandboxParts> = {}, options: SandboxOptions = {}): Promise<Rig> {
  const leases = mkdtempSync(join(tmpdir(), "lockstep-test-leases-"));
  const boot = [join(import.meta.dirname, "fixtures/supervisor.mjs")];
  return new Rig(await openSandboxOf({ boot, leaseFolder: leases, ...parts }, { slots: 2, ...options }), leases);
}

export class Rig {
  readonly sandbox: BoxSandbox;
  readonly #leases: string;

  constructor(sandbox: BoxSandbox, leases: string) {
    this.sandbox = sandbox;
    this.#leases = leases;
  }

  run(code: string, settings: JobSettings = {}): Promise<BoxRun> {
    return this.sandbox.run(jobOf(code, settings));
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.#leases, { recursive: true, force: true });
  }

  /** What is still there of an ended box: processes in its namespaces, groups, mounts, temporary files. Waits for stragglers first. */
  async left(run: BoxRun): Promise<string[]> {
    let processes = processesIn(run);
    for (let turn = 0; ; turn++) {
      // Once its namespaces are empty their numbers may be another box's, of somebody else's test.
      if (processes.length > 0) processes = processesIn(run);
      const left = [
        ...processes,
        ...(this.sandbox.groups ? leftGroups(this.sandbox.groups) : [])
          .filter(({ owner }) => isOurs(owner))
          .map(({ folder }) => folder),
        ...readdirSync(tmpdir()).filter((name) => isOurs(ownerOf(name))),
        ...readFileSync("/proc/self/mountinfo", "utf8")
          .split("\n")
          .filter((line) => /newroot|oldroot/.test(line)),
      ];
      if (left.length === 0 || turn === 500) return left;
      await pause(10);
    }
  }
}

/** A dead process may have had our number. */
const isOurs = (owner: ReturnType<typeof ownerOf>) => owner?.pid === process.pid && owner.alive;

/** Living processes that are in the process or mount namespace of the box. */
function processesIn(run: BoxRun): string[] {
  const numbers = ["pid", "mnt"].map((kind) => [kind, new RegExp(`"${kind}-namespace": (\\d+)`).exec(run.detail)?.[1]]);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return numbers.some(([kind, number]) => readlinkSync(`/proc/${pid}/ns/${kind}`) === `${kind}:[${number}]`);
      } catch {
        return false;
      }
    })
    .map((pid) => `process ${pid}`);
}
