export { MalformedJobError, QueueNotInstalledError } from "./errors.ts";
export {
  ATTEMPTS_MAX,
  type Consumer,
  type DeadJob,
  type GradingQueue,
  type LeasedJob,
  openQueue,
} from "./grading-queue.ts";
export { inspectQueue, type QueueInspection } from "./inspect-queue.ts";
export { installQueue } from "./install.ts";
export { openProgressListener, type ProgressInbox, type ProgressListener } from "./progress-listener.ts";
