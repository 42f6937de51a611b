export { AsyncBodyError, NotHeldError } from "./errors.ts";
export { Lock } from "./lock.ts";
