import { closeSync } from "node:fs";
import { lastError, libcFunction, SystemCallError } from "./libc.ts";

const SETUP = 425;
const ENTRIES = 8;
/** `struct io_uring_params`. */
const PARAMETERS_BYTES = 120;

const setup = libcFunction<(call: number, entries: number, parameters: Uint8Array) => number>("syscall", "long", [
  "long",
  "long",
  "void *",
]);

/** Why a ring is not to be had, for people, by the error's name. */
const REASONS: Readonly<Record<string, string>> = {
  EPERM:
    "io_uring is not allowed here (EPERM). Boxes never allow it: work that a ring does is not seen by the system-call filter. " +
    "Elsewhere the setting kernel.io_uring_disabled or a container's profile forbids it. Use epoll.",
  ENOSYS: "This kernel has no io_uring (ENOSYS): it came with Linux 5.1. Use epoll.",
  ENOMEM: "io_uring found no memory that it may lock (ENOMEM): raise the limit of locked memory, or use epoll.",
};

/**
 * Returns where io_uring can be used in this process.
 *
 * @throws {SystemCallError} with the reason in its message and `EPERM`, `ENOSYS` or another name as its code.
 */
export function demandIoUring(): void {
  const ring = setup(SETUP, ENTRIES, new Uint8Array(PARAMETERS_BYTES));
  if (ring >= 0) {
    closeSync(ring);
    return;
  }
  const code = lastError();
  throw new SystemCallError("io_uring_setup", code, REASONS[code]);
}
