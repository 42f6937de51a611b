/** What programs and students use. */
export { bool, f64, i32, struct, type Struct, type StructClass, u32 } from "./struct.ts";
export {
  BadFieldError,
  BadTimeoutError,
  BlockingOnMainThreadError,
  ModuleMismatchError,
  NotTransferableError,
  OutOfSharedMemoryError,
} from "./errors.ts";
