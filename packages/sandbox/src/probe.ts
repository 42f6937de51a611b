import { readFileSync } from "node:fs";
import { Box, type BoxSettings } from "./box.ts";
import { childrenOf } from "./process-tree.ts";
import { SandboxUnavailableError } from "./unavailable.ts";

/** What a started box looks like from outside. */
export interface BoxSight {
  /** `/proc/<pid>/status` of the program. */
  readonly filtered: boolean;
  readonly capabilities: string;
  readonly cores: string;
}

/** A box that did not come up: what the system said. */
export interface ProbeFailure {
  readonly log: string;
}

/** Starts a box, looks at its program from outside, and ends it. */
export async function look(settings: BoxSettings): Promise<BoxSight | ProbeFailure> {
  const box = new Box(settings);
  try {
    const ready = await box.ready;
    const [program] = box.initPid === null ? [] : childrenOf(box.initPid);
    if (!ready || program === undefined) {
      await box.close();
      return { log: box.log };
    }
    const status = readFileSync(`/proc/${program}/status`, "utf8");
    const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1] ?? "";
    return { filtered: field("Seccomp") === "2", capabilities: field("CapEff"), cores: field("Cpus_allowed_list") };
  } finally {
    await box.close();
    await box.removed;
  }
}

/** Null when a box came up behind its filter and without a capability. */
export async function probe(settings: BoxSettings): Promise<ProbeFailure | null> {
  const sight = await look(settings);
  if ("log" in sight) return sight;
  if (settings.filter !== null && !sight.filtered) return { log: "the box runs without its system-call filter" };
  if (/[^0]/.test(sight.capabilities)) return { log: `the box holds capabilities (${sight.capabilities})` };
  return null;
}

/** Known ways in which a machine refuses, and what to do about each. */
const REFUSALS = [
  {
    said: /No permissions to create new namespace|Creating new namespace failed|setting up uid map: Permission denied/,
    because: "this machine does not let programs create user namespaces",
    fix:
      "Allow them: `sudo sysctl -w kernel.unprivileged_userns_clone=1` (Debian), " +
      "`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu 24.04 and later), " +
      "or start the container with a seccomp profile that lets it make user namespaces.",
  },
  {
    said: /seccomp|prctl\(PR_SET_SECCOMP\)/i,
    because: "the kernel refuses the system-call filter",
    fix: "Use a kernel with CONFIG_SECCOMP_FILTER; every distribution's kernel has it.",
  },
  {
    said: /launcher 121/,
    because: "a box can't join its control group",
    fix: "Start with cgroup: none, or give the runner a delegated group.",
  },
  {
    said: /launcher 122/,
    because: "the limits of the runner itself are below those of a box",
    fix: "Raise them, for example with `ulimit -n 1024`, and start again.",
  },
  {
    said: /setpriv/,
    because: "root can't become another user here",
    fix: "Run as an ordinary user, or give the container the capabilities SETUID and SETGID.",
  },
] as const;

/** Turns what the system said into a sentence for people, with the line to type. */
export function explainFailure({ log }: ProbeFailure): SandboxUnavailableError {
  const known = REFUSALS.find(({ said }) => said.test(log));
  return new SandboxUnavailableError(
    known ? `${known.because} (${log})` : `a box did not start (${log || "it said nothing"})`,
    known?.fix ?? "See what `lockstep doctor` says.",
  );
}
