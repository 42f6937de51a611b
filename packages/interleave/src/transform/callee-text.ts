/* oxlint-disable typescript/switch-exhaustiveness-check -- nodes that are not named take the default */
import type { AnyNode } from "acorn";
import type { Emission } from "./emission.ts";

/** What the language calls something that has no name in the text. */
const NAMELESS = "(intermediate value)";

/** What is called, as the error of the language names it where it is no function: `desk.print`, `rows[i]`, `open(...)`. */
export function calleeText(e: Emission, node: AnyNode): string {
  switch (node.type) {
    case "Identifier":
    case "PrivateIdentifier":
    case "Literal":
      return e.source(node);
    case "ThisExpression":
      return "this";
    case "ParenthesizedExpression":
      return calleeText(e, node.expression);
    case "BinaryExpression":
    case "LogicalExpression":
      return `(${calleeText(e, node.left)} ${node.operator} ${calleeText(e, node.right)})`;
    case "SequenceExpression":
      return `(${node.expressions.map((each) => calleeText(e, each)).join(" , ")})`;
    case "CallExpression":
      return `${calleeText(e, node.callee)}(...)`;
    case "MemberExpression": {
      const object = calleeText(e, node.object);
      const { property } = node;
      if (!node.computed) return `${object}.${e.source(property)}`;
      const isName = property.type === "Literal" && typeof property.value === "string";
      return isName ? `${object}.${property.value}` : `${object}[${calleeText(e, property)}]`;
    }
    default:
      return NAMELESS;
  }
}
