import { nativePlace } from "@lockstep/os/native-file";
import { existsSync, lstatSync, readlinkSync } from "node:fs";

/** Paths inside a box. */
export const BOX = { interpreter: "/opt/node", boot: "/opt/boot", home: "/box", scratch: "/box/scratch" } as const;

/** What a box is made of; see `boxOptions`. */
export interface BoxView {
  /** Path of the interpreter on the host, open to the box's user. */
  readonly interpreter: string;
  /** Folder of the boot programs on the host. */
  readonly boot: string;
  /** Folder with our own `hosts`, `passwd` and `group`. */
  readonly etc: string;
  /** What makes system calls from JavaScript, on the host; null in a box that needs none. */
  readonly native: string | null;
  /** Sizes of the two places a box can write to; both are memory and die with it. */
  readonly homeBytes: number;
  readonly sharedMemoryBytes: number;
  readonly filterDescriptor: number | null;
  readonly statusDescriptor: number;
  /** False only in tests: the attack must succeed where this layer is off. */
  readonly ownNetwork: boolean;
}

const DEVICES = ["null", "zero", "full", "random", "urandom"];

/** The system's programs and libraries, read-only, with the links of the merged `/usr` as the host has them. */
export function systemOptions(): string[] {
  const options = ["--ro-bind", "/usr", "/usr"];
  for (const folder of ["/bin", "/sbin", "/lib", "/lib64"]) {
    if (!existsSync(folder)) continue;
    if (lstatSync(folder).isSymbolicLink()) options.push("--symlink", readlinkSync(folder), folder);
    else options.push("--ro-bind", folder, folder);
  }
  // Of /etc only what the loader reads.
  for (const file of ["/etc/ld.so.cache", "/etc/alternatives"]) options.push("--ro-bind-try", file, file);
  return options;
}

/**
 * Namespaces by name: `--unshare-all` says "try" for the user namespace and so fails open. `--die-with-parent` ends the
 * box with the runner; `--new-session` keeps it from the runner's terminal.
 */
export function namespaceOptions(ownNetwork: boolean): string[] {
  const named = ["user", "pid", "ipc", "uts", "cgroup-try", ...(ownNetwork ? ["net"] : [])];
  return [
    ...named.map((name) => `--unshare-${name}`),
    ["--uid", "1000", "--gid", "1000", "--hostname", "box", "--cap-drop", "ALL"],
    ["--die-with-parent", "--new-session", "--clearenv"],
  ].flat();
}

/** Five nodes instead of `--dev`, whose tmpfs is writable and without a size. */
export function deviceOptions(sharedMemoryBytes: number): string[] {
  return [
    ...DEVICES.flatMap((name) => ["--dev-bind", `/dev/${name}`, `/dev/${name}`]),
    ["--perms", "1777", "--size", String(sharedMemoryBytes), "--tmpfs", "/dev/shm"],
    ["--symlink", "/proc/self/fd", "/dev/fd"],
  ].flat();
}

/** All there is of it: no process table, no `environ`, no `mem`; the interpreter looks its own path up there. */
export function procStub(interpreter: string): string[] {
  return ["--dir", "/proc/self", "--symlink", interpreter, "/proc/self/exe"];
}

/** `--setenv` for each. */
export function environmentOptions(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]);
}

/** Options of a box. They travel NUL-separated over a descriptor (`--args`) and stand in no process list. */
export function boxOptions(view: BoxView): string[] {
  return [
    ...namespaceOptions(view.ownNetwork),
    ...environmentOptions({ PATH: "/opt:/usr/bin", HOME: BOX.home, TMPDIR: BOX.scratch, LANG: "C.UTF-8" }),
    ...systemOptions(),
    ["hosts", "passwd", "group"].flatMap((name) => ["--ro-bind", `${view.etc}/${name}`, `/etc/${name}`]),
    ["--ro-bind", view.interpreter, BOX.interpreter, "--ro-bind", view.boot, BOX.boot],
    view.native === null ? [] : ["--ro-bind", view.native, nativePlace()],
    ...deviceOptions(view.sharedMemoryBytes),
    ...procStub(BOX.interpreter),
    ["--perms", "0700", "--size", String(view.homeBytes), "--tmpfs", BOX.home],
    ["--dir", BOX.scratch, "--symlink", BOX.scratch.slice(1), "/tmp"],
    // Last: until this line the root is a writable tmpfs without a limit.
    ["--remount-ro", "/", "--chdir", BOX.home],
    ...(view.filterDescriptor === null ? [] : ["--seccomp", String(view.filterDescriptor)]),
    ["--json-status-fd", String(view.statusDescriptor)],
  ].flat();
}
