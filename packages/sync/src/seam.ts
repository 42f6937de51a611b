/** What other packages build primitives of: permits that threads wait for, and how a primitive is made known. Not for students. */
export { fillPermits, freePermits, PERMITS_MAX } from "./permit-state.ts";
export { give, giveOne, take, takeAsync, tryTake } from "./permits.ts";
export { HAS_QUEUE, nameOf, type PrimitiveForm, registerPrimitive, SECTION } from "./primitive.ts";
export { deadlineOf, leftMs, mustMayBlock } from "./wait-options.ts";
