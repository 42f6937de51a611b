/** What primitives and the machinery are built on. Not for students: whoever has it can touch any word. */
export { giveBlock, takeBlock } from "./blocks.ts";
export { add, compareExchange, exchange, load, peek, store } from "./cells.ts";
export { numberOf, textOf, valueAt } from "./directory.ts";
export { BlockingOnMainThreadError, NotGatedError } from "./errors.ts";
export { createGate, Gate, gate, type GateOptions, type GateReport, setGate, type Step } from "./gate.ts";
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
  primitiveLinks,
  STATE,
  words,
} from "./heap.ts";
export { checkTimeout, nowMs, park, parkAsync, type Parked, pendingWaits, unpark } from "./park.ts";
export {
  apart,
  attaching,
  type ClassKey,
  evaluating,
  findScopeBy,
  forgetModules,
  type Scope,
  scopeOf,
  shared,
} from "./scope.ts";
export { enterSection, leaveSection } from "./section.ts";
export type { SharedClass } from "./struct.ts";
export { becomeThread, onThreadEnd, type ThisThread, threadEnds, thisThread } from "./this-thread.ts";
export {
  addressOf,
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
