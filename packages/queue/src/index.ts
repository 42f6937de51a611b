export { BadPriorityError, EmptyError, FullError, ShutDownError, TaskDoneTooOftenError } from "./errors.ts";
export { JoinableQueue } from "./joinable-queue.ts";
export { LifoQueue } from "./lifo-queue.ts";
export { type Prioritized, PriorityQueue } from "./priority-queue.ts";
export { Queue, type QueueOptions } from "./queue.ts";
export { SimpleQueue } from "./simple-queue.ts";
