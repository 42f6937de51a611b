// `indirect` looks for the native part on the disk at run time, so that a bundle finds it where it was put.
import koffi from "koffi/indirect";

/** A C type as koffi names it. */
type CType = "int" | "uint" | "long" | "int64" | "size_t" | "uintptr_t" | "void *";

const library = koffi.load(process.platform === "linux" ? "libc.so.6" : "libc.dylib");
/** Second names of numbers that have another here. */
const ALIASES = new Set(["EWOULDBLOCK", "EDEADLOCK", "ENOTSUP"]);
const errorNames = new Map(
  Object.entries(koffi.os.errno)
    .filter(([name]) => !ALIASES.has(name))
    .map(([name, number]) => [number, name]),
);

/** A system call failed. `code` is the error's name, such as `EPERM`. */
export class SystemCallError extends Error {
  readonly code: string;
  readonly call: string;

  constructor(call: string, code: string, explanation?: string) {
    super(explanation ?? `${call} failed: ${code}`);
    this.name = "SystemCallError";
    this.call = call;
    this.code = code;
  }
}

/**
 * A function of the C library. Its caller states the types twice, for C and for TypeScript, and they must agree: this is
 * the one border that nobody checks.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says the type; nothing else can
export function libcFunction<F extends (...args: never[]) => unknown>(
  name: string,
  result: CType,
  args: readonly CType[],
): F {
  const found: unknown = library.func(name, result, [...args]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- C has no types at run time
  return found as F;
}

/** Name of the error of the call just made on this thread; ask before any other call. */
export function lastError(): string {
  return errorName(koffi.errno());
}

/** Name of an error number of this system. */
export function errorName(number: number): string {
  return errorNames.get(number) ?? `error ${number}`;
}

/** The result of a call; -1 is thrown as its error. */
export function demand(call: string, result: number): number {
  if (result === -1) throw new SystemCallError(call, lastError());
  return result;
}

/** Throws for an error number that a call gave back as its result, as the functions for threads do; 0 is success. */
export function demandSuccess(call: string, result: number): void {
  if (result !== 0) throw new SystemCallError(call, errorName(result));
}

/** A `struct timespec`. */
export function timeOf(nanoseconds: bigint): BigInt64Array {
  const PER_SECOND = 1_000_000_000n;
  return new BigInt64Array([nanoseconds / PER_SECOND, nanoseconds % PER_SECOND]);
}

/** The memory at an address as a buffer. V8 does not know when it is unmapped: touching it afterwards ends the process. */
export function viewOf(address: number, bytes: number): ArrayBuffer {
  return koffi.view(BigInt(address), bytes);
}
