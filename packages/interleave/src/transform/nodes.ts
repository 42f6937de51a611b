/* oxlint-disable typescript/switch-exhaustiveness-check -- nodes that are not named take the default */
import type { AnyNode, Class, ForOfStatement, Function as FunctionNode, PropertyDefinition } from "acorn";

/** Children in the order of the text. A shorthand property has one child, its value. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  if (node.type === "Property" && node.shorthand) return [node.value];
  const children: AnyNode[] = [];
  for (const value of Object.values(node)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const child of list) {
      if (isNode(child) && !children.some(({ start, end }) => start === child.start && end === child.end))
        children.push(child);
    }
  }
  return children.toSorted((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

export function isFunction(node: AnyNode): node is AnyNode & FunctionNode {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

export function isAsyncGenerator(node: AnyNode): boolean {
  return isFunction(node) && node.async && node.generator;
}

export function isClass(node: AnyNode): node is AnyNode & Class {
  return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

export function isForAwait(node: AnyNode): node is ForOfStatement {
  return node.type === "ForOfStatement" && node.await;
}

/** The statement behind all its labels. */
export function unlabelled(node: AnyNode): AnyNode {
  return node.type === "LabeledStatement" ? unlabelled(node.body) : node;
}

export function isLoop(node: AnyNode): boolean {
  return /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type);
}

/** What has a `this` of its own in it: a function that is no arrow, a field of a class, a static block. */
export function hasOwnThis(node: AnyNode): boolean {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "PropertyDefinition" ||
    node.type === "StaticBlock"
  );
}

export function isField(node: AnyNode): node is PropertyDefinition {
  return node.type === "PropertyDefinition";
}

/**
 * Whether evaluating the node may ask for something shared: a call, or a read or write of a property of who knows what.
 * Nested functions don't count: they are only made.
 */
export function mayYield(node: AnyNode): boolean {
  switch (node.type) {
    case "AwaitExpression":
    case "YieldExpression":
    case "CallExpression":
    case "NewExpression":
    case "ForOfStatement":
    case "SpreadElement":
      return true;
    case "MemberExpression":
      return node.property.type !== "PrivateIdentifier" || mayYield(node.object);
    case "ObjectPattern":
      return true;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return false;
    case "PropertyDefinition":
      return node.computed && mayYield(node.key);
    default:
      return childrenOf(node).some(mayYield);
  }
}

/** Whether `this`, `super` or `arguments` of the function around is used, also by arrows in it. */
export function uses(node: AnyNode, what: "this" | "arguments"): boolean {
  return childrenOf(node).some((child) => {
    if (what === "this" && (child.type === "ThisExpression" || child.type === "Super")) return true;
    if (what === "arguments" && child.type === "Identifier" && child.name === "arguments") return true;
    if (hasOwnThis(child)) return isField(child) && child.computed && uses(child.key, what);
    return uses(child, what);
  });
}
