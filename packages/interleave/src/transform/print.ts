/* oxlint-disable typescript/switch-exhaustiveness-check -- nodes that are not named take the default */
import type { AnyNode, Identifier } from "acorn";
import * as expressions from "./expressions.ts";
import { classValue } from "./classes.ts";
import type { Emission } from "./emission.ts";
import { functionDeclaration, functionValue } from "./functions.ts";
import { isClass, isForAwait, isFunction, unlabelled } from "./nodes.ts";
import { objectLiteral } from "./objects.ts";
import * as statements from "./statements.ts";

/** Globals that a program to explore can't use, and why. */
const refusedGlobals: ReadonlyMap<string, string> = new Map([
  ["Proxy", "A Proxy can't be explored: it can run code wherever a property is read."],
]);

/** Globals that are ours where a program is explored. */
const asyncGlobals: ReadonlySet<string> = new Set([
  "AbortController",
  "AbortSignal",
  "Promise",
  "queueMicrotask",
  "setTimeout",
  "setInterval",
  "clearTimeout",
  "clearInterval",
]);

/** The generated text for any node. */
export function print(e: Emission, node: AnyNode): string {
  switch (node.type) {
    case "Identifier":
      return identifier(e, node);
    case "MemberExpression":
      return expressions.member(e, node);
    case "CallExpression":
      return expressions.call(e, node);
    case "NewExpression":
      return expressions.construct(e, node);
    case "BinaryExpression":
      return e.frame.isPlain ? e.copy(node) : expressions.binary(e, node);
    case "TemplateLiteral":
      return e.frame.isPlain ? e.copy(node) : expressions.template(e, node);
    case "TaggedTemplateExpression":
      return e.frame.isPlain ? e.copy(node) : expressions.tagged(e, node);
    case "ArrayExpression":
      return e.frame.isPlain ? e.copy(node) : expressions.array(e, node);
    case "SpreadElement":
      return expressions.spread(e, node);
    case "AssignmentExpression":
      return expressions.assignment(e, node);
    case "UpdateExpression":
      return expressions.update(e, node);
    case "UnaryExpression":
      return expressions.unary(e, node);
    case "ObjectExpression":
      return e.frame.isPlain ? e.copy(node) : objectLiteral(e, node);
    case "Property":
      return node.shorthand ? `${shorthandName(e, node.value)}:${e.print(node.value)}` : e.copy(node);
    case "ConditionalExpression":
    case "LogicalExpression":
    case "SequenceExpression":
      return `(${e.copy(node)})`;
    case "YieldExpression":
      return expressions.yielded(e, node);
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return functionValue(e, node);
    case "FunctionDeclaration":
      return functionDeclaration(e, node);
    case "ClassExpression":
      return classValue(e, node);
    case "ClassDeclaration": {
      const binding = node.id ? e.scopes.bindingIn(e.scope, node.id.name) : null;
      const text = `const ${binding?.emitted ?? `${e.rt}default`}=${classValue(e, node)};`;
      if (binding) binding.isDeclared = true;
      return text;
    }
    case "ExportDefaultDeclaration": {
      const { declaration } = node;
      if ((isFunction(declaration) || isClass(declaration)) && declaration.id) return e.print(declaration);
      e.names.set(declaration, "default");
      const value = isFunction(declaration)
        ? functionValue(e, declaration)
        : isClass(declaration)
          ? classValue(e, declaration)
          : e.print(declaration);
      return `const ${e.rt}default=${value};`;
    }
    case "BlockStatement":
      return statements.block(e, node);
    case "VariableDeclaration":
      return statements.declaration(e, node);
    case "ForStatement":
      return statements.forLoop(e, node);
    case "ForOfStatement":
    case "ForInStatement":
      return statements.forEach(e, node);
    case "WhileStatement":
      return e.within(node, () => statements.whileLoop(e, node.test, node.body, true));
    case "DoWhileStatement":
      return e.within(node, () => statements.whileLoop(e, node.test, node.body, false));
    case "SwitchStatement":
      return statements.choice(e, node);
    case "TryStatement":
      return statements.attempt(e, node);
    case "CatchClause":
      return statements.caught(e, node);
    case "ReturnStatement":
      return e.frame.isPlain ? e.copy(node) : statements.back(e, node);
    case "ThrowStatement":
      return `throw ${e.rt}.thrown(${e.code(node)},${e.print(node.argument)});`;
    case "BreakStatement":
    case "ContinueStatement":
      return statements.leave(e, node);
    case "LabeledStatement":
      return isForAwait(unlabelled(node)) ? e.print(node.body) : `${node.label.name}:${e.print(node.body)}`;
    case "ExpressionStatement":
      return node.directive === undefined ? `${e.print(node.expression)};` : "";
    case "ParenthesizedExpression":
      return `(${e.print(node.expression)})`;
    case "AwaitExpression":
      return expressions.awaited(e, e.print(node.argument), node);
    case "ChainExpression":
      return e.refuse(node, "`?.` has to be lowered before the program is transformed.");
    case "ImportExpression":
      return e.refuse(node, "import(…) can't be used here. Write import statements at the top of the file.");
    case "MetaProperty":
      return e.refuse(node, `${e.source(node)} can't be explored.`);
    case "WithStatement":
      return e.refuse(node, "with can't be explored.");
    default:
      return e.copy(node);
  }
}

function shorthandName(e: Emission, value: AnyNode): string {
  if (value.type === "Identifier") return value.name;
  return value.type === "AssignmentPattern" ? e.source(value.left) : e.source(value);
}

function identifier(e: Emission, node: Identifier): string {
  const binding = e.scopes.of(node);
  if (binding) return binding.emitted;
  if (e.scopes.isName(node)) return node.name;
  if (node.name === "arguments") return `${e.rt}a`;
  const refused = refusedGlobals.get(node.name);
  if (refused !== undefined) return e.refuse(node, refused);
  return asyncGlobals.has(node.name) ? `${e.rt}.global(${JSON.stringify(node.name)})` : node.name;
}
