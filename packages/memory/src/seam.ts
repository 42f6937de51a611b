/** What primitives and the machinery are built on. Not for students: whoever has it can touch any word. */
export { copyIn, copyOut } from "./block-bytes.ts";
export { giveBlock, takeBlock } from "./blocks.ts";
export { add, compareExchange, exchange, load, peek, store } from "./cells.ts";
export { callerLine } from "./caller-line.ts";
export { type Ahead, type Asked, Conductor, createConduct, NOT_AHEAD } from "./conduct.ts";
export { exactNumberOf, numberOf, textOf, valueAt } from "./directory.ts";
export { elementLabel } from "./labels.ts";
export { DOES, Notes } from "./notes.ts";
export { NotGatedError } from "./errors.ts";
export { type ErrorData, errorData, errorFrom } from "./error-data.ts";
export { Gate, gate, setGate } from "./gate.ts";
export { createGate, type GateOptions } from "./gate-memory.ts";
export type { GateReport, PacedReport } from "./gate-report.ts";
export {
  allocate,
  attachHeap,
  bytes,
  clearHeap,
  createHeap,
  currentHeap,
  doubles,
  HEAD_WORDS,
  LINK,
  linkPrimitive,
  NAME,
  nextThreadNumber,
  OWNER,
  primitiveLinks,
  ROLL,
  STATE,
  threadsSoFar,
  words,
} from "./heap.ts";
export { IdealCores, idealCoresDoubles } from "./ideal-cores.ts";
export { copyPackedIn, pack, packData, packHere, unpack, unpackAt, unpackData } from "./message.ts";
export {
  checkTimeout,
  deadlineOf,
  leftMs,
  mustMayBlock,
  nowMs,
  park,
  parkAsync,
  type Parked,
  pendingWaits,
  rest,
  unpark,
} from "./park.ts";
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
export type { KeptStep, Step } from "./schedule-log.ts";
export { enterSection, leaveSection } from "./section.ts";
export type { SharedClass } from "./struct.ts";
export {
  becomeThread,
  findThreadBy,
  ofThread,
  onThreadEnd,
  type ThisThread,
  threadEnds,
  thisThread,
} from "./this-thread.ts";
export {
  addressOf,
  decode,
  encode,
  encodeAll,
  type Encoded,
  modulesOf,
  registerClass,
  registerForm,
  registerObject,
  type SharedForm,
} from "./transfer.ts";
