// Taken before any code of a student's runs.
const cpuUsage = process.cpuUsage.bind(process);
const threadCpuUsage = process.threadCpuUsage.bind(process);
const MICROSECONDS_PER_MS = 1000;

/**
 * CPU time of the calling thread, exact, without a process table. A thread's own account is up to a tick old while it
 * runs; asking for the whole process makes the kernel bring the accounts of its running threads up to date first.
 */
export function threadCpuTimeMs(): number {
  cpuUsage();
  const { user, system } = threadCpuUsage();
  return (user + system) / MICROSECONDS_PER_MS;
}
