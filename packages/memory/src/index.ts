/** What programs and students use. */
export { Bytes, Json, Text } from "./boxes.ts";
export { Cell } from "./cell.ts";
export {
  BadFieldError,
  BadTimeoutError,
  BlockingOnMainThreadError,
  ModuleMismatchError,
  NotTransferableError,
  OutOfBoundsError,
  OutOfSharedMemoryError,
  TooLongError,
  TooManyThreadsError,
} from "./errors.ts";
export { F64Array, U8Array } from "./arrays.ts";
export { I32Array } from "./i32-array.ts";
export type { Parked } from "./park.ts";
export { bool, f64, i32, struct, type Struct, type StructClass, u32 } from "./struct.ts";
