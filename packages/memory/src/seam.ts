/** What primitives and the machinery are built on. Not for students: whoever has it can touch any word. */
export { add, compareExchange, exchange, load, store } from "./cells.ts";
export { numberOf, textOf, valueAt } from "./directory.ts";
export { BlockingOnMainThreadError, NotGatedError } from "./errors.ts";
export { createGate, Gate, gate, type GateReport, setGate, type Step } from "./gate.ts";
export {
  allocate,
  attachHeap,
  clearHeap,
  createHeap,
  currentHeap,
  HEAD_WORDS,
  LINK,
  linkPrimitive,
  NAME,
  nextThreadNumber,
  OWNER,
  STATE,
  words,
} from "./heap.ts";
export { checkTimeout, nowMs, park, parkAsync, type Parked, pendingWaits, unpark } from "./park.ts";
export {
  attaching,
  type ClassKey,
  evaluating,
  findScopeBy,
  forgetModules,
  type Scope,
  scopeOf,
  shared,
} from "./scope.ts";
export type { SharedClass } from "./struct.ts";
export { becomeThread, type ThisThread, thisThread } from "./this-thread.ts";
export {
  decode,
  encode,
  encodeAll,
  type Encoded,
  forgetClasses,
  modulesOf,
  registerClass,
  registerForm,
  registerObject,
  type SharedForm,
} from "./transfer.ts";
