export {
  BrokenThreadPoolError,
  CancelledError,
  FutureTimeoutError,
  InvalidStateError,
  PoolShutDownError,
} from "./errors.ts";
export { Future, type FutureState } from "./future.ts";
export type { MapResults } from "./map-results.ts";
export { ThreadPoolExecutor, type ThreadPoolOptions } from "./thread-pool-executor.ts";
export { asCompleted, type DoneAndNot, type ReturnWhen, wait, waitAsync, type WaitForFutures } from "./wait.ts";
