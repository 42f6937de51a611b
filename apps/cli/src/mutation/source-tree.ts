import type { AnyNode } from "acorn";

/** A stretch of the text that is replaced; empty where something is put in. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** A node with what it stands in, the innermost first, and the text that both are part of. */
export interface Place {
  readonly node: AnyNode;
  readonly ancestors: readonly AnyNode[];
  readonly text: string;
}

/** Calls `visit` with every node, parents before children. */
export function walk(
  node: AnyNode,
  visit: (node: AnyNode, ancestors: readonly AnyNode[]) => void,
  ancestors: readonly AnyNode[] = [],
): void {
  visit(node, ancestors);
  for (const child of childrenOf(node)) walk(child, visit, [node, ...ancestors]);
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node)
    .flatMap((value: unknown) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** A call of a method without its arguments' meaning: `jar.lock.acquire()`. */
export interface MethodCall {
  /** Text of what it is called on, such as `jar.lock`. */
  readonly on: string;
  readonly method: string;
  readonly arguments: readonly AnyNode[];
}

/** What is called at this node; null where it is no call of a method. */
export function methodCall(node: AnyNode, text: string): MethodCall | null {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return null;
  const { object, property } = node.callee;
  if (property.type !== "Identifier") return null;
  return { on: text.slice(object.start, object.end), method: property.name, arguments: node.arguments };
}

/** A statement that consists of the call of a method, such as `lock.release();`. */
export function callStatement(node: AnyNode, text: string): MethodCall | null {
  return node.type === "ExpressionStatement" ? methodCall(node.expression, text) : null;
}

export function isFunction(node: AnyNode): boolean {
  return ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(node.type);
}

/** A statement leaves an empty one behind, since it may be all that a loop or an `if` has. */
export const removal = (node: AnyNode): Edit => ({
  from: node.start,
  to: node.end,
  by: node.type.endsWith("Statement") ? ";" : "",
});
export const replacement = (node: AnyNode, by: string): Edit => ({ from: node.start, to: node.end, by });
export const insertion = (at: number, by: string): Edit => ({ from: at, to: at, by });
