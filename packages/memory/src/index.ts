/** What programs and students use. */
export { type Box, type BoxClass, Bytes, Json, Text } from "./boxes.ts";
export { Cell } from "./cell.ts";
export {
  BadFieldError,
  BadTimeoutError,
  BlockingOnMainThreadError,
  BlockingOnSharedWorkerError,
  ModuleMismatchError,
  NotTransferableError,
  OutOfBoundsError,
  OutOfSharedMemoryError,
  TooLongError,
  TooManyThreadsError,
  TooManyWaitsError,
} from "./errors.ts";
export { F64Array, I32Array, type NumberArray, type NumberArrayClass, U8Array } from "./arrays.ts";
export type { Parked } from "./park.ts";
export { bool, f64, i32, struct, type Struct, type StructClass, u32 } from "./struct.ts";
