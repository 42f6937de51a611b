import type { AnyNode, BlockStatement } from "acorn";
import type { Operator } from "./operators.ts";
import {
  callStatement,
  type Edit,
  insertion,
  isFunction,
  methodCall,
  type Place,
  removal,
  replacement,
  walk,
} from "./source-tree.ts";

const HOLDS = ["withLock", "withPermit"];

/** `lock.withLock(body)`: what is held, the call, and the body. */
function heldCall({ node, text }: Place) {
  const call = methodCall(node, text);
  const [body] = call?.arguments ?? [];
  return call && HOLDS.includes(call.method) && body ? { on: call.on, body } : null;
}

const textOf = ({ text }: Place, node: AnyNode) => text.slice(node.start, node.end);

/** `withLock(body)` calls the body; `acquire` and `release` of one lock are gone from the function they stand in. */
const dropsALock: Operator = {
  name: "drop a lock",
  edits: (place) => {
    const held = heldCall(place);
    if (held) return [[replacement(place.node, `(${textOf(place, held.body)})()`)]];
    const acquired = callStatement(place.node, place.text);
    if (acquired?.method !== "acquire") return [];
    return [[removal(place.node), ...releasesOf(place, acquired.on)]];
  },
};

function releasesOf({ ancestors, text }: Place, on: string): readonly Edit[] {
  const around = ancestors.find(isFunction);
  const found: Edit[] = [];
  if (around) {
    walk(around, (node) => {
      const call = callStatement(node, text);
      if (call?.method === "release" && call.on === on) found.push(removal(node));
    });
  }
  return found;
}

/** The first statement comes before the lock, or the last one after it. */
const narrowsALock: Operator = {
  name: "narrow a lock",
  edits: (place) => {
    const statement = place.ancestors.find(({ type }) => type.endsWith("Statement") || type.endsWith("Declaration"));
    const block = bodyOf(place);
    if (!statement || !block) return [];
    const [first, last] = [block.body[0], block.body.at(-1)];
    const changes: (readonly Edit[])[] = [];
    if (first && first.type !== "ReturnStatement")
      changes.push([insertion(statement.start, `${textOf(place, first)}\n`), removal(first)]);
    if (last && last !== first && last.type === "ExpressionStatement" && statement.type === "ExpressionStatement")
      changes.push([removal(last), insertion(statement.end, `\n${textOf(place, last)}`)]);
    return changes;
  },
};

/** The statements of `withLock(() => { … })`, or of the `try` that follows an `acquire`. */
function bodyOf(place: Place): BlockStatement | null {
  const body = heldCall(place)?.body;
  if (body?.type === "ArrowFunctionExpression" && body.body.type === "BlockStatement") return body.body;
  return null;
}

/** The `acquire` comes after the first statement of what it guards. */
const acquiresLate: Operator = {
  name: "acquire late",
  edits: (place) => {
    const [parent] = place.ancestors;
    if (callStatement(place.node, place.text)?.method !== "acquire" || parent?.type !== "BlockStatement") return [];
    const next = parent.body[parent.body.findIndex((node) => node === place.node) + 1];
    const first = next?.type === "TryStatement" ? next.block.body[0] : next;
    if (!first) return [];
    return [[removal(place.node), insertion(first.end, `\n${textOf(place, place.node)}`)]];
  },
};

/** The lock is held during the whole function that it stands in. */
const widensALock: Operator = {
  name: "widen a lock",
  edits: (place) => {
    const held = heldCall(place);
    const around = place.ancestors.find(({ type }) => type === "FunctionDeclaration");
    if (!held || around?.type !== "FunctionDeclaration" || isWholeBody(place, around.body)) return [];
    const { start, end } = around.body;
    return [
      [
        insertion(start + 1, ` return ${held.on}.withLock(() => {`),
        replacement(place.node, `(${textOf(place, held.body)})()`),
        insertion(end - 1, `}); `),
      ],
    ];
  },
};

/** Nothing stands in the function beside this call: its lock can't be held for longer. */
function isWholeBody({ node }: Place, { body: [only, ...more] }: BlockStatement): boolean {
  if (more.length > 0) return false;
  if (only?.type === "ReturnStatement") return only.argument === node;
  return only?.type === "ExpressionStatement" && only.expression === node;
}

const objectOf = (callee: AnyNode) => (callee.type === "MemberExpression" ? callee.object : callee);

/** Of two locks, one held inside the other, the inner one comes first. */
const swapsTwoLocks: Operator = {
  name: "swap two acquires",
  edits: (place) => {
    const outer = heldCall(place);
    if (outer?.body.type !== "ArrowFunctionExpression") return [];
    const inner = methodCall(outer.body.body, place.text);
    const { node } = place;
    if (!inner || !HOLDS.includes(inner.method) || node.type !== "CallExpression") return [];
    const innerNode = outer.body.body;
    if (innerNode.type !== "CallExpression") return [];
    return [[replacement(objectOf(node.callee), inner.on), replacement(objectOf(innerNode.callee), outer.on)]];
  },
};

/** Mistakes with what is held. */
export const held: readonly Operator[] = [dropsALock, narrowsALock, acquiresLate, widensALock, swapsTwoLocks];
