export { Epoll, type Interest } from "./epoll.ts";
export { type FutexWait, futexWait, futexWake } from "./futex.ts";
export { demandIoUring } from "./io-uring.ts";
export { SystemCallError } from "./libc.ts";
export { processCpuTimeMs } from "./process-clock.ts";
export { ROBUST_MUTEX_BYTES, RobustMutex } from "./robust-mutex.ts";
export { createSharedMemory, type MappedMemory, mapSharedMemory } from "./shared-memory.ts";
export { type SignalEvent, SignalDriven } from "./signal-driven.ts";
export { acceptConnection, type Listener, listenOnLoopback, receiveInto, sendFrom } from "./socket.ts";
