/* oxlint-disable typescript/switch-exhaustiveness-check -- nodes that are not named take the default */
import type { AnyNode } from "acorn";
import type { Emission } from "./emission.ts";

/** What the language calls something that has no name in the text. */
const NAMELESS = "(intermediate value)";

/** Longest name of one part, in characters, and most parts: in a chain of calls each is a part of all that come after it. */
const PART_MAX = 80;
const PARTS_MAX = 12;

/** What is called, as the error of the language names it where it is no function: `desk.print`, `rows[i]`, `open(...)`. */
export function calleeText(e: Emission, node: AnyNode, parts = PARTS_MAX): string {
  if (parts <= 0) return NAMELESS;
  const text = (inner: AnyNode) => calleeText(e, inner, parts - 1);
  const source = (inner: AnyNode) => e.source(inner).slice(0, PART_MAX);
  switch (node.type) {
    case "Identifier":
    case "PrivateIdentifier":
    case "Literal":
      return source(node);
    case "ThisExpression":
      return "this";
    case "ParenthesizedExpression":
      return text(node.expression);
    case "BinaryExpression":
    case "LogicalExpression":
      return `(${text(node.left)} ${node.operator} ${text(node.right)})`;
    case "SequenceExpression":
      return `(${node.expressions.slice(0, PARTS_MAX).map(text).join(" , ")})`;
    case "CallExpression":
      return `${text(node.callee)}(...)`;
    case "MemberExpression": {
      const object = text(node.object);
      const { property } = node;
      if (!node.computed) return `${object}.${source(property)}`;
      const isName = property.type === "Literal" && typeof property.value === "string";
      return isName ? `${object}.${String(property.value).slice(0, PART_MAX)}` : `${object}[${text(property)}]`;
    }
    default:
      return NAMELESS;
  }
}
