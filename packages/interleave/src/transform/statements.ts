import type {
  AnyNode,
  BlockStatement,
  BreakStatement,
  CatchClause,
  ContinueStatement,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Program,
  ReturnStatement,
  Statement,
  SwitchStatement,
  TryStatement,
  VariableDeclaration,
} from "acorn";
import type { Emission } from "./emission.ts";
import { entered } from "./access.ts";
import { awaited } from "./expressions.ts";
import { isAsyncGenerator, isForAwait, isFunction, isLoop } from "./nodes.ts";
import { assignPattern, declarators, declared } from "./patterns.ts";
import { counted } from "./ticks.ts";

function isHoisted(node: AnyNode): boolean {
  return node.type === "FunctionDeclaration";
}

/** Statements of a block: functions first, as they are hoisted. */
export function statements(e: Emission, list: readonly (Statement | Program["body"][number])[]): string {
  const text = [...list.filter(isHoisted), ...list.filter((node) => !isHoisted(node))].map((node) => e.print(node));
  return counted(e, list) + text.join("\n");
}

export function block(e: Emission, node: BlockStatement): string {
  return e.within(node, () => `{${statements(e, node.body)}}`);
}

export function declaration(e: Emission, node: VariableDeclaration): string {
  const kind = kindOf(e, node);
  const list = node.declarations.flatMap(({ id, init }) => {
    if (!init) {
      const text = e.print(id);
      declared(e, id);
      return [text];
    }
    if (e.frame.isPlain) {
      const text = `${e.print(id)}=${e.named(id, init)}`;
      declared(e, id);
      return [text];
    }
    return declarators(e, id, e.named(id, init));
  });
  return `${kind} ${list.join(",")};`;
}

function kindOf(e: Emission, node: VariableDeclaration): "var" | "let" | "const" {
  if (node.kind === "var" || node.kind === "let" || node.kind === "const") return node.kind;
  return e.refuse(node, "`using` has to be lowered before the program is transformed.");
}

/** A loop's body, with the place where an endless loop is noticed. */
function turn(e: Emission, head: readonly (AnyNode | null | undefined)[], body: Statement, first = ""): string {
  const text = counted(e, [...head, body]) + first + e.print(body);
  if (e.frame.isPlain) return `{${e.rt}.plainTurn();${text}}`;
  return `{if(${e.rt}.turn())yield ${e.rt}.tooLong(${e.state(body)});${text}}`;
}

export function forLoop(e: Emission, node: ForStatement): string {
  return e.within(node, () => {
    const init = node.init ? e.print(node.init).replace(/;$/, "") : "";
    const test = node.test ? e.print(node.test) : "";
    const update = node.update ? e.print(node.update) : "";
    return `for(${init};${test};${update})${turn(e, [node.test, node.update], node.body)}`;
  });
}

export function whileLoop(e: Emission, test: AnyNode, body: Statement, isFirst: boolean): string {
  if (isFirst) return `while(${e.print(test)})${turn(e, [test], body)}`;
  const text = turn(e, [test], body);
  return `do${text}while(${e.print(test)});`;
}

/**
 * Each step of a `for await` is waited for; and so is the iterator's end, where the loop is left from its body. How it is
 * left is then hidden in the generator, as in a `finally`, and noted in the same way.
 */
export function forAwait(e: Emission, node: ForOfStatement): string {
  const { rt } = e;
  return e.within(node, () => {
    const [cursor, next, done] = [e.temporary(), e.temporary(), e.temporary()];
    const made = `(${entered(e, `${rt}.asyncCursor(${e.print(node.right)})`, node)})`;
    // Before the loop's own variable is there: it is not seen from where the iterator is closed.
    const closing = () => awaited(e, `(${entered(e, `${rt}.closing(${cursor})`, node)})`, node);
    const [afterError, after] = e.holding([cursor, done], () => [closing(), closing()]);
    e.frame.completions.push(done);
    const loop = e.holding([cursor], () => {
      const asked = awaited(e, `(${entered(e, `${rt}.nextOf(${cursor})`, node.left)})`, node.left);
      const { head, first } = headOf(e, node);
      const body = `{${head}=${next}.value;${turn(e, [node.left], node.body, first)}}`;
      return `for(;!(${next}=${rt}.came(${cursor},${asked})).done;)${body}`;
    });
    e.frame.completions.pop();
    e.release(cursor, next, done);
    const error = `${rt}e`;
    const isOpen = `${rt}.isOpen(${cursor})`;
    return `{${done}=undefined;${cursor}=${made};try{${labelsOf(e, node).join("")}${loop}}catch(${error}){${done}=[0,${error}];if(${isOpen})try{${afterError}}catch{}throw ${done}[1];}finally{if(${isOpen})${rt}.closed(${after});}}`;
  });
}

/** Labels in front of a statement, as text. */
function labelsOf(e: Emission, node: AnyNode): readonly string[] {
  const around = e.scopes.parentOf(node);
  return around?.type === "LabeledStatement" ? [...labelsOf(e, around), `${around.label.name}:`] : [];
}

/** Over an array the position is an index that can be seen; other iterators keep theirs to themselves. */
export function forEach(e: Emission, node: ForOfStatement | ForInStatement): string {
  if (isForAwait(node)) return forAwait(e, node);
  return e.within(node, () => {
    const cursor = e.temporary();
    const right = e.print(node.right);
    const { rt } = e;
    const source = node.type === "ForInStatement" ? `${rt}.keysIn(${right})` : right;
    const made = e.frame.isPlain ? `${rt}.plainCursor(${source})` : `(${entered(e, `${rt}.cursor(${source})`, node)})`;
    e.frame.held.push(cursor);
    const { head, first } = headOf(e, node);
    const text = `for(${head} of ${cursor}=${made})${turn(e, [node.left], node.body, first)}`;
    e.frame.held.pop();
    e.release(cursor);
    return text;
  });
}

/** What the next element is assigned to: the loop's head, and what comes first in its body. */
function headOf(
  e: Emission,
  { left }: ForOfStatement | ForInStatement,
): { readonly head: string; readonly first: string } {
  const item = `${e.rt}i`;
  if (left.type === "Identifier") return { head: e.print(left), first: "" };
  if (left.type !== "VariableDeclaration")
    return { head: `const ${item}`, first: `${assignPattern(e, left, item).join(",")};` };
  const kind = kindOf(e, left);
  const id = left.declarations[0]?.id;
  if (!id) e.refuse(left, "A for … of loop needs a variable.");
  if (id.type === "Identifier") {
    const head = `${kind} ${e.print(id)}`;
    declared(e, id);
    return { head, first: "" };
  }
  const first = e.frame.isPlain ? `${kind} ${e.print(id)}=${item};` : `${kind} ${declarators(e, id, item).join(",")};`;
  declared(e, id);
  return { head: `const ${item}`, first };
}

/** What the value of `switch` is compared with may yield: the value is part of the state until then. */
export function choice(e: Emission, node: SwitchStatement): string {
  return e.within(node, () => {
    const value = e.temporary();
    const head = `switch(${value}=${e.print(node.discriminant)}){`;
    const cases = node.cases.map(({ test, consequent }) => {
      const label = test ? `case ${e.holding([value], () => e.print(test))}:` : "default:";
      return `${label}${statements(e, consequent)}`;
    });
    e.release(value);
    return `${head}${cases.join("\n")}}`;
  });
}

/**
 * While `finally` runs, how its block was left is hidden in the generator. So it is noted in a temporary as well, which
 * is part of the state.
 */
export function attempt(e: Emission, node: TryStatement): string {
  const { block: body, handler, finalizer } = node;
  if (!finalizer) return `try${e.print(body)}${handler ? e.print(handler) : ""}`;
  if (e.frame.isPlain) return `try${e.print(body)}${handler ? e.print(handler) : ""}finally${e.print(finalizer)}`;
  const done = e.temporary();
  const error = `${e.rt}e`;
  e.frame.completions.push(done);
  const inner = handler ? `{try${e.print(body)}${e.print(handler)}}` : e.print(body);
  e.frame.completions.pop();
  const last = e.holding([done], () => e.print(finalizer));
  e.release(done);
  return `{${done}=undefined;try${inner}catch(${error}){${done}=[0,${error}];throw ${error};}finally${last}}`;
}

export function caught(e: Emission, node: CatchClause): string {
  return e.within(node, () => {
    const body = () => statements(e, node.body.body);
    if (!node.param) return `catch{${body()}}`;
    if (node.param.type === "Identifier") {
      const name = e.print(node.param);
      declared(e, node.param);
      return `catch(${name}){${body()}}`;
    }
    const error = `${e.rt}e`;
    const first = e.frame.isPlain
      ? `let ${e.print(node.param)}=${error};`
      : `let ${declarators(e, node.param, error).join(",")};`;
    declared(e, node.param);
    return `catch(${error}){${first}${body()}}`;
  });
}

export function back(e: Emission, node: ReturnStatement): string {
  const { completions, owner } = e.frame;
  const told = node.argument ? e.print(node.argument) : "";
  const value = told !== "" && isAsyncGenerator(owner.node) ? awaited(e, told, node) : told;
  if (completions.length === 0) return value === "" ? "return;" : `return ${value};`;
  return `return(${completions.map((name) => `${name}=`).join("")}[1,${value === "" ? "undefined" : value}])[1];`;
}

/** Leaves only those `try … finally` that lie within what is left. */
export function leave(e: Emission, node: BreakStatement | ContinueStatement): string {
  const text = e.source(node).replace(/;?$/, ";");
  const crossed = crossedBy(e, node);
  const noted = e.frame.completions.slice(e.frame.completions.length - crossed);
  if (noted.length === 0) return text;
  return `{${noted.map((name) => `${name}=`).join("")}[2,${JSON.stringify(text)}];${text}}`;
}

function crossedBy(e: Emission, node: BreakStatement | ContinueStatement): number {
  let count = 0;
  let from: AnyNode = node;
  for (let around = e.scopes.parentOf(node); around && !isFunction(around); around = e.scopes.parentOf(around)) {
    if (around.type === "TryStatement" && around.finalizer && around.finalizer !== from) count++;
    if (node.label) {
      if (around.type === "LabeledStatement" && around.label.name === node.label.name) return count;
    } else if (isLoop(around)) return count;
    else if (around.type === "SwitchStatement" && node.type === "BreakStatement") return count;
    const { label } = node;
    if (isForAwait(around) && !(label && labelsOf(e, around).includes(`${label.name}:`))) count++;
    from = around;
  }
  return count;
}
