import type { AnyNode, Function as FunctionNode, Pattern } from "acorn";
import type { Emission, Frame } from "./emission.ts";
import { isAsyncGenerator, mayYield, uses } from "./nodes.ts";
import { declarators } from "./patterns.ts";
import { statements } from "./statements.ts";
import { counted } from "./ticks.ts";

/**
 * A function becomes two: steps (a generator) for callers that were transformed, and a plain function of the same name,
 * length and kind, which everybody sees and which built-ins can call as long as nothing shared is asked for.
 */
export function functionValue(e: Emission, node: AnyNode & FunctionNode): string {
  const name = node.id?.name ?? e.names.get(node) ?? "";
  const captures = e.captures(ownerOf(e, node));
  const code = e.code(node);
  if (node.generator && !node.async) return `${e.rt}.plain(${generatorText(e, node)},${code},${captures})`;
  const isArrow = node.type === "ArrowFunctionExpression";
  const plain = plainTwin(e, name, node.params, isArrow ? "arrow" : "function");
  const receiver = isArrow && uses(node, "this") ? "this" : "undefined";
  const made = `${e.rt}.f(${functionSteps(e, node)},${plain},${code},${captures},${isArrow},${receiver})`;
  const self = node.type === "FunctionExpression" && node.id ? (e.scopes.of(node.id) ?? ownName(e, node)) : null;
  return self && self.mentions.length > 0 ? `(()=>{const ${self.emitted}=${made};return ${self.emitted}})()` : made;
}

function ownName(e: Emission, node: AnyNode & FunctionNode) {
  return (node.id && e.scopes.opened(node)?.bindings.get(node.id.name)) ?? null;
}

export function functionDeclaration(e: Emission, node: AnyNode & FunctionNode): string {
  const binding = node.id ? e.scopes.bindingIn(e.scope, node.id.name) : null;
  const isTop = e.scope.node === e.scope.owner.node;
  return `${isTop ? "var" : "let"} ${binding?.emitted ?? node.id?.name ?? `${e.rt}default`}=${functionValue(e, node)};`;
}

/** The steps of a function that is no method of a class. */
export function functionSteps(e: Emission, node: AnyNode & FunctionNode): string {
  const steps = stepsText(e, node, "function*");
  if (!node.async) return steps;
  return `${e.rt}.${node.generator ? "asyncGenerator" : "async"}(${steps})`;
}

function ownerOf(e: Emission, node: AnyNode) {
  const scope = e.scopes.opened(node);
  if (!scope) throw new RangeError("a function without a scope");
  return scope.owner;
}

/** A student's own generator, or a constructor that can't yield, stays as it is; what it does to something shared is refused when it happens. */
export function generatorText(e: Emission, node: AnyNode & FunctionNode, head = "function*"): string {
  return e.inFunction(node, true, (frame) => {
    const params = node.params.map((param) => e.print(param)).join(",");
    const body = node.body.type === "BlockStatement" ? statements(e, node.body.body) : "";
    return `${head}(${params}){${prologue(e, frame)}${body}}`;
  });
}

/** The steps: parameters, temporaries and body. `first` comes before the body. */
export function stepsText(e: Emission, node: AnyNode & FunctionNode, head: string, first = ""): string {
  return e.inFunction(node, false, (frame) => {
    const { list, lowered } = parameters(e, node.params);
    const { body: inside } = node;
    // The body of an asynchronous generator waits for the first who asks. Nothing of it is declared there.
    const opened = isAsyncGenerator(node) ? `yield ${e.rt}.yielded(undefined,${e.state(beginningOf(inside))});` : "";
    const body =
      inside.type === "BlockStatement"
        ? statements(e, inside.body)
        : `${counted(e, [inside])}return ${e.print(inside)};`;
    return `${head}(${list}){${prologue(e, frame)}${lowered}${opened}${first}${body}}`;
  });
}

/** The place before anything in the node. */
function beginningOf(node: AnyNode): AnyNode {
  return { ...node, end: node.start };
}

/** Declares the temporaries; called last, when all are known. */
function prologue(e: Emission, frame: Frame): string {
  const { rt } = e;
  const isArrow = frame.owner.node.type === "ArrowFunctionExpression";
  const temporaries = Array.from({ length: frame.temporaries }, (_unused, i) => `,${rt}${i + 1}`).join("");
  const list = frame.usesArguments && !isArrow ? `,${rt}a=arguments` : "";
  return `let ${rt}u=${rt}.up${temporaries}${list};`;
}

function isSimple(param: Pattern): boolean {
  return (
    param.type === "Identifier" ||
    (param.type === "RestElement" && param.argument.type === "Identifier") ||
    (param.type === "AssignmentPattern" && param.left.type === "Identifier" && !mayYield(param.right))
  );
}

/** Parameters that are taken apart, or whose default may yield, are taken apart in the body. */
function parameters(e: Emission, params: readonly Pattern[]): { readonly list: string; readonly lowered: string } {
  const firstHard = params.findIndex((param) => !isSimple(param));
  if (firstHard < 0) return { list: params.map((param) => e.print(param)).join(","), lowered: "" };
  const names: string[] = [];
  const list = params.map((param, i) => {
    if (i < firstHard) return e.print(param);
    const name = `${e.rt}p${i}`;
    names.push(name);
    return param.type === "RestElement" ? `...${name}` : name;
  });
  const lowered = e.holding(names, () =>
    params.slice(firstHard).flatMap((param, i) => {
      const name = names[i] ?? "";
      return declarators(e, param.type === "RestElement" ? param.argument : param, name);
    }),
  );
  return { list: list.join(","), lowered: lowered.length === 0 ? "" : `var ${lowered.join(",")};` };
}

/** What is in front of the first parameter with a default, or the rest. */
export function lengthOf(params: readonly Pattern[]): number {
  const end = params.findIndex(({ type }) => type === "AssignmentPattern" || type === "RestElement");
  return end < 0 ? params.length : end;
}

/** The maker of the plain twin; made once for all functions of this name, length and kind. */
export function plainTwin(
  e: Emission,
  name: string,
  params: readonly Pattern[],
  kind: "function" | "arrow" | "method",
): string {
  const { rt } = e;
  const list = Array.from({ length: lengthOf(params) }, (_unused, i) => `_${i}`).join(",");
  const key = JSON.stringify(name);
  const text = {
    function: `function(${list}){return new.target?${rt}.plainConstruct(g,new.target,arguments):${rt}.sync(g,this,arguments)}`,
    arrow: `(${list === "" ? "" : `${list},`}..._)=>${rt}.sync(g,undefined,[${list === "" ? "" : `${list},`}..._])`,
    method: "",
  }[kind];
  const made =
    kind === "method"
      ? `(g)=>({[${key}](${list}){return ${rt}.sync(g,this,arguments)}})[${key}]`
      : `(g)=>({${key}:${text}})[${key}]`;
  const known = e.preamble.indexOf(made);
  return `${rt}w${known < 0 ? e.preamble.push(made) - 1 : known}`;
}
