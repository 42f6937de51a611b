import { lastError, libcFunction, SystemCallError } from "./libc.ts";

const MS_PER_SECOND = 1000;
const NANOSECONDS_PER_MS = 1e6;
/** Of a clock's number: CPU time as the scheduler counts it, of a whole process. */
const CPUCLOCK_SCHED = 2;

const clockGetTime = libcFunction<(clock: number, time: BigInt64Array) => number>("clock_gettime", "int", [
  "int",
  "void *",
]);

/**
 * CPU time that another process has used so far, all its threads together: the kernel's account, brought up to date for
 * this look also where it is running. Needs no `/proc`, and the process has no say in it.
 *
 * @param pid - of a process of the same namespace, as this process knows it; its parent need not be asking.
 * @throws {SystemCallError} `EINVAL` where there is no such process.
 */
export function processCpuTimeMs(pid: number): number {
  const time = new BigInt64Array(2);
  // As clock_getcpuclockid makes it; nothing of it is asked of the kernel there.
  if (clockGetTime((~pid << 3) | CPUCLOCK_SCHED, time) === -1) throw new SystemCallError("clock_gettime", lastError());
  const [seconds = 0n, nanoseconds = 0n] = time;
  return Number(seconds) * MS_PER_SECOND + Number(nanoseconds) / NANOSECONDS_PER_MS;
}
