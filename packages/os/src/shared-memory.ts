import { closeSync, constants, openSync, unlinkSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { lastError, libcFunction, SystemCallError, viewOf } from "./libc.ts";

/** Memory of this process that others see as well. */
export interface MappedMemory {
  /** Where it lies in this process; another process has it elsewhere. */
  readonly address: number;
  /** The same bytes. `Atomics` other than `wait` and `notify` work on it across processes. */
  readonly buffer: ArrayBuffer;
}

const FOLDER = "/dev/shm";
const CHUNK = Buffer.alloc(2 ** 16);
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
/** `MAP_FAILED`, read as an unsigned number. */
const FAILED = 0xffff_ffff_ffff_ffffn;

const mmap = libcFunction<
  (address: number, bytes: number, protection: number, flags: number, descriptor: number, offset: number) => unknown
>("mmap", "uintptr_t", ["uintptr_t", "size_t", "int", "int", "int", "int64"]);

/**
 * Memory that child processes can share, as a descriptor to hand on in `stdio`; zero at first. It is a file of the sized
 * `/dev/shm` that has lost its name: nobody else can open it, and it is gone with the last process that has it. Its pages
 * are taken now, so that a full `/dev/shm` is an error here and not the end of a process later.
 *
 * @param bytes - at least 1.
 * @throws an error with code `ENOSPC` where `/dev/shm` has no room for it; nothing is left then.
 */
export function createSharedMemory(bytes: number): number {
  const path = `${FOLDER}/lockstep-${randomUUID()}`;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(path, flags, 0o600);
  try {
    unlinkSync(path);
    for (let at = 0; at < bytes;) at += writeSync(descriptor, CHUNK, 0, Math.min(CHUNK.length, bytes - at), at);
    return descriptor;
  } catch (cause) {
    closeSync(descriptor);
    throw cause;
  }
}

/**
 * Maps shared memory into this process, until the process ends. The descriptor may be closed afterwards.
 *
 * @throws {SystemCallError} when the kernel refuses.
 */
export function mapSharedMemory(descriptor: number, bytes: number): MappedMemory {
  const address = mmap(0, bytes, PROT_READ_WRITE, MAP_SHARED, descriptor, 0);
  if (typeof address !== "number" || BigInt(address) === FAILED) throw new SystemCallError("mmap", lastError());
  return { address, buffer: viewOf(address, bytes) };
}
