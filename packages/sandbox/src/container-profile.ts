import { allowedCalls, checkedCalls, processCalls, signalCalls } from "./seccomp-tables.ts";

/** What bubblewrap and the launcher need to make a box, beyond what a box's own programs may. */
const LAUNCHER_CALLS =
  "mount umount2 pivot_root unshare setns chroot setuid setgid setresuid setresgid setgroups setfsuid setfsgid capset " +
  "sethostname seccomp sched_setaffinity chown fchown fchownat lchown setpriority mknodat personality";

/** A system-call profile as Docker takes it. */
export interface ContainerProfile {
  readonly defaultAction: string;
  readonly archMap: readonly { readonly architecture: string; readonly subArchitectures: readonly string[] }[];
  readonly syscalls: readonly {
    readonly names: readonly string[];
    readonly action: string;
    readonly errnoRet?: number;
  }[];
}

/**
 * The profile of a container that runs a runner: what boxes may, and what making boxes takes. Docker's own forbids the
 * latter. Everything else answers EPERM; clone3 answers ENOSYS, so that libc falls back to clone. The committed copy is
 * `infra/seccomp-runner.json`.
 */
export function containerProfile(): ContainerProfile {
  const boxes = [allowedCalls, processCalls, signalCalls, checkedCalls].flatMap((table) =>
    table
      .trim()
      .split(/\s+/)
      .map((entry) => entry.split(":")[0] ?? ""),
  );
  const names = new Set([...boxes, ...LAUNCHER_CALLS.split(" ")]);
  names.delete("clone3");
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    archMap: [
      { architecture: "SCMP_ARCH_X86_64", subArchitectures: [] },
      { architecture: "SCMP_ARCH_AARCH64", subArchitectures: [] },
    ],
    syscalls: [
      { names: [...names].toSorted(), action: "SCMP_ACT_ALLOW" },
      { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
    ],
  };
}
