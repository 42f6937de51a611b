import type { AnyNode } from "acorn";
import { held } from "./lock-operators.ts";
import { callStatement, type Edit, methodCall, type Place, removal, replacement } from "./source-tree.ts";

/** A mistake that is made on purpose: the sets of edits that it finds at a place. */
export interface Operator {
  readonly name: string;
  edits(place: Place): readonly (readonly Edit[])[];
}

const removable = new Map([
  ["release", "skip a release"],
  ["join", "drop a join"],
  ["shutdown", "leave a pool open"],
]);

const skipsACall: readonly Operator[] = [...removable].map(([method, name]) => ({
  name,
  edits: ({ node, text }) => (callStatement(node, text)?.method === method ? [[removal(node)]] : []),
}));

/** Goes on where it should have left: `if (…) return;` is gone. */
const dropsACheck: Operator = {
  name: "drop a check",
  edits: ({ node }) =>
    node.type === "IfStatement" && node.consequent.type === "ReturnStatement" && !node.alternate
      ? [[removal(node)]]
      : [],
};

const neverAcquires: Operator = {
  name: "skip an acquire",
  edits: ({ node, text }) => (callStatement(node, text)?.method === "acquire" ? [[removal(node)]] : []),
};

const onlyOnSuccess: Operator = {
  name: "clean up on success only",
  edits: ({ node, text }) => {
    if (node.type !== "TryStatement" || !node.finalizer || node.handler) return [];
    const textOf = (part: AnyNode) => text.slice(part.start, part.end);
    return [[replacement(node, `${textOf(node.block)} ${textOf(node.finalizer)}`)]];
  },
};

const dropsACatch: Operator = {
  name: "drop a catch",
  edits: ({ node }) => {
    if (node.type !== "TryStatement" || !node.handler) return [];
    if (node.finalizer) return [[removal(node.handler)]];
    return [[{ from: node.start, to: node.block.start, by: "" }, removal(node.handler)]];
  },
};

const swallowsAnError: Operator = {
  name: "swallow an error",
  edits: ({ node }) => (node.type === "ThrowStatement" ? [[removal(node)]] : []),
};

const goesOnAtOnce: Operator = {
  name: "await nothing",
  edits: ({ node }) =>
    node.type === "AwaitExpression" ? [[{ from: node.start, to: node.argument.start, by: "" }]] : [],
};

const looksOnce: Operator = {
  name: "if for while",
  edits: ({ node }) =>
    node.type === "WhileStatement" ? [[{ from: node.start, to: node.start + "while".length, by: "if" }]] : [],
};

const wakesOne: Operator = {
  name: "notify one instead of all",
  edits: ({ node, text }) => {
    const call = methodCall(node, text);
    return call?.method === "notifyAll" ? [[replacement(node, `${call.on}.notify()`)]] : [];
  },
};

const takesOne: Operator = {
  name: "one permit instead of several",
  edits: ({ node, text }) => {
    const call = methodCall(node, text);
    if (!call || !["acquire", "tryAcquire", "release"].includes(call.method)) return [];
    return call.arguments.map((argument) => [removal(argument)]);
  },
};

const doesNotWaitFor: Operator = {
  name: "look once instead of waiting for it",
  edits: ({ node, text }) => {
    const call = methodCall(node, text);
    return call?.method === "waitFor" || call?.method === "wait" ? [[replacement(node, "undefined")]] : [];
  },
};

const neverDisposes: Operator = {
  name: "const for using",
  edits: ({ node }) =>
    node.type === "VariableDeclaration" && node.kind === "using"
      ? [[{ from: node.start, to: node.start + "using".length, by: "const" }]]
      : [],
};

const startsAgain: Operator = {
  name: "run instead of start",
  edits: ({ node, text }) => {
    const call = callStatement(node, text);
    return call?.method === "start" ? [[replacement(node, `${call.on}.run();`)]] : [];
  },
};

/** All mistakes, in the order in which they are tried. */
export const operators: readonly Operator[] = [
  ...held,
  ...skipsACall,
  neverAcquires,
  dropsACheck,
  onlyOnSuccess,
  dropsACatch,
  swallowsAnError,
  goesOnAtOnce,
  looksOnce,
  wakesOne,
  takesOne,
  doesNotWaitFor,
  neverDisposes,
  startsAgain,
];
