import type {
  AnyNode,
  ArrayExpression,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  MemberExpression,
  NewExpression,
  SpreadElement,
  TaggedTemplateExpression,
  TemplateLiteral,
  UnaryExpression,
  UpdateExpression,
  YieldExpression,
} from "acorn";
import { calleeText } from "./callee-text.ts";
import { entered, isGlobal, isStable, once, propertyOf, read, write } from "./access.ts";
import type { Emission } from "./emission.ts";
import { isFunction, mayYield } from "./nodes.ts";
import { assignPattern } from "./patterns.ts";

/** Evaluates one after another; what comes before something that may yield is kept in a temporary, as part of the state. */
export function inOrder(
  e: Emission,
  parts: readonly AnyNode[],
  print: (part: AnyNode) => string = e.print,
): { readonly before: string; readonly values: readonly string[]; readonly release: () => void } {
  let before = "";
  const names: string[] = [];
  const values = parts.map((part, i) => {
    const isKept = !isStable(e, part) && !isFunction(part) && parts.slice(i + 1).some(mayYield);
    const text = e.holding([...names], () => print(part));
    if (!isKept) return text;
    const name = e.temporary();
    names.push(name);
    const isSpread = part.type === "SpreadElement";
    before += `${name}=${isSpread ? `[${text}]` : text},`;
    return isSpread ? `...${name}` : name;
  });
  return { before, values, release: () => e.release(...names) };
}

export function member(e: Emission, node: MemberExpression): string {
  if (node.object.type === "Super") return e.copy(node);
  if (e.frame.isPlain || isGlobal(e, node.object)) return e.copy(node);
  if (node.property.type === "PrivateIdentifier") return e.copy(node);
  const object = once(e, node.object);
  const property = e.holding(object.held, () => propertyOf(e, node));
  const text = read(e, object.name, property.access, property.key, node);
  e.release(...object.held, ...property.held);
  const before = object.before + property.before;
  return before === "" ? text : `(${before}${text})`;
}

function argumentsOf(e: Emission, list: readonly (Expression | SpreadElement)[]) {
  const { before, values, release } = inOrder(e, list);
  return { before, text: `[${values.join(",")}]`, release };
}

export function call(e: Emission, node: CallExpression): string {
  const { callee } = node;
  if (callee.type === "Super") return superCall(e, node);
  if (e.frame.isPlain) return e.copy(node);
  if (
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Math" &&
    isGlobal(e, callee.object)
  ) {
    const { before, values, release } = inOrder(e, node.arguments);
    release();
    return `(${before}${e.source(callee)}(${values.join(",")}))`;
  }
  if (callee.type !== "MemberExpression") {
    const f = once(e, callee);
    const args = e.holding(f.held, () => argumentsOf(e, node.arguments));
    const text = `(${f.before}${args.before}${entered(e, `${e.rt}.call(${f.name},undefined,${args.text},${called(e, node)})`, node)})`;
    args.release();
    e.release(...f.held);
    return text;
  }
  const isSuper = callee.object.type === "Super";
  const object = isSuper ? { before: "", name: "this", held: [] } : once(e, callee.object);
  const property = e.holding(object.held, () => propertyOf(e, callee));
  const isPrivate = callee.property.type === "PrivateIdentifier";
  const f = e.temporary();
  const found =
    isSuper || isPrivate || isGlobal(e, callee.object)
      ? `${isSuper ? "super" : object.name}${property.access}`
      : e.holding([...object.held, ...property.held], () =>
          read(e, object.name, property.access, property.key, callee),
        );
  e.release(...property.held);
  const args = e.holding([...object.held, f], () => argumentsOf(e, node.arguments));
  const how = (isPrivate && e.privateMethods.get(e.source(callee.property))) || "call";
  const site = how === "call" ? `,${called(e, node)}` : "";
  const calling = `${e.rt}.${how}(${f},${object.name},${args.text}${site})`;
  const text = `(${object.before}${property.before}${f}=${found},${args.before}${entered(e, calling, node)})`;
  args.release();
  e.release(...object.held, f);
  return text;
}

/** The number of a call: the runtime looks up its name and place only where nothing can be called. */
function called(e: Emission, node: CallExpression | NewExpression): number {
  const { callee } = node;
  const site = e.code(callee.type === "MemberExpression" ? callee.property : callee);
  e.callees.set(site, calleeText(e, callee));
  return site;
}

function superCall(e: Emission, node: CallExpression): string {
  if (e.frame.isPlain) return e.copy(node);
  const args = argumentsOf(e, node.arguments);
  const text = `(${args.before}yield* ${e.rt}.enter(${e.rt}.construction(super.constructor,this,${args.text}),${e.state(node)}),yield* ${e.rt}.enter(this.#${e.rt}fields(),${e.state(node)}))`;
  args.release();
  return text;
}

export function construct(e: Emission, node: NewExpression): string {
  if (e.frame.isPlain) return e.copy(node);
  const f = once(e, node.callee);
  const args = e.holding(f.held, () => argumentsOf(e, node.arguments));
  const text = `(${f.before}${args.before}${entered(e, `${e.rt}.construct(${f.name},${args.text},${called(e, node)})`, node)})`;
  args.release();
  e.release(...f.held);
  return text;
}

export function binary(e: Emission, node: BinaryExpression): string {
  if (node.left.type === "PrivateIdentifier") return e.copy(node);
  const { before, values, release } = inOrder(e, [node.left, node.right]);
  release();
  return `(${before}${values.join(` ${node.operator} `)})`;
}

export function template(e: Emission, node: TemplateLiteral): string {
  const { before, values, release } = inOrder(e, node.expressions, (part) => {
    const isKept = node.expressions.some((other) => other.start > part.start && mayYield(other));
    return isKept ? `\`\${${e.print(part)}}\`` : e.print(part);
  });
  release();
  const text = node.quasis.map((quasi, i) => e.source(quasi) + (i < values.length ? `\${${values[i]}}` : "")).join("");
  return `(${before}\`${text}\`)`;
}

/** The tag is called by the engine, which knows the raw texts: it may not use anything shared. */
export function tagged(e: Emission, node: TaggedTemplateExpression): string {
  const { before, values, release } = inOrder(e, node.quasi.expressions);
  release();
  const { quasis } = node.quasi;
  const text = quasis.map((quasi, i) => e.source(quasi) + (i < values.length ? `\${${values[i]}}` : "")).join("");
  const tag = node.tag.type === "MemberExpression" ? e.copy(node.tag) : e.print(node.tag);
  return `(${before}${tag}\`${text}\`)`;
}

/** Waits for a promise: what the function still knows is said, and whoever drives it goes on with its caller. */
export function awaited(e: Emission, value: string, node: AnyNode): string {
  return `(yield ${e.rt}.await(${value},${e.state(node)}))`;
}

/** A `yield`: a student's own generator keeps it; an asynchronous one waits for the value before it hands it out. */
export function yielded(e: Emission, node: YieldExpression): string {
  if (e.frame.isPlain) return `(${e.copy(node)})`;
  if (node.delegate)
    e.refuse(node, "yield* can't be explored in an async generator. Write for await (const value of …) yield value;");
  const value = node.argument ? e.print(node.argument) : "undefined";
  return `(yield ${e.rt}.yielded(${awaited(e, value, node)},${e.state(node)}))`;
}

/** Elements of arrays and arguments that are spread. */
export function spread(e: Emission, node: SpreadElement): string {
  if (e.frame.isPlain) return e.copy(node);
  return `...(${entered(e, `${e.rt}.list(${e.print(node.argument)})`, node)})`;
}

export function assignment(e: Emission, node: AssignmentExpression): string {
  const { left, right, operator } = node;
  if (e.frame.isPlain) return e.copy(node);
  if (left.type === "Identifier") {
    const name = e.print(left);
    if (operator === "=" || operator === "||=" || operator === "&&=" || operator === "??=" || !mayYield(right))
      return `(${name}${operator}${e.print(right)})`;
    const before = e.temporary();
    const text = `(${before}=${name},${name}=${before}${operator.slice(0, -1)}(${e.holding([before], () => e.print(right))}))`;
    e.release(before);
    return text;
  }
  if (left.type !== "MemberExpression") {
    const value = e.temporary();
    const first = `${value}=${e.print(right)}`;
    const then = e.holding([value], () => assignPattern(e, left, value));
    e.release(value);
    return `(${[first, ...then, value].join(",")})`;
  }
  if (left.object.type === "Super")
    e.refuse(node, "Assigning to a property of super can't be explored. Write this.… instead.");
  const object = once(e, left.object);
  const property = e.holding(object.held, () => propertyOf(e, left));
  const held = [...object.held, ...property.held];
  const value = e.temporary();
  const isPrivate = left.property.type === "PrivateIdentifier";
  const reading = () =>
    isPrivate ? `${object.name}${property.access}` : read(e, object.name, property.access, property.key, node);
  const writing = () =>
    isPrivate
      ? `${object.name}${property.access}=${value}`
      : write(e, object.name, property.access, property.key, value, node);
  let compute: string;
  let text: string;
  if (operator === "=") {
    compute = `${value}=${e.holding(held, () => e.print(right))}`;
    text = `(${object.before}${property.before}${compute},${e.holding([...held, value], writing)},${value})`;
  } else if (operator === "||=" || operator === "&&=" || operator === "??=") {
    compute = `${value}=${e.holding(held, reading)}`;
    const assigned = `(${value}=${e.holding(held, () => e.print(right))},${e.holding([...held, value], writing)},${value})`;
    text = `(${object.before}${property.before}${compute},${value} ${operator.slice(0, -1)} ${assigned})`;
  } else {
    compute = `${value}=${e.holding(held, reading)}`;
    const added = `${value}=${value}${operator.slice(0, -1)}(${e.holding([...held, value], () => e.print(right))})`;
    text = `(${object.before}${property.before}${compute},${added},${e.holding([...held, value], writing)},${value})`;
  }
  e.release(...held, value);
  return text;
}

export function update(e: Emission, node: UpdateExpression): string {
  const { argument, operator, prefix } = node;
  if (argument.type !== "MemberExpression" || e.frame.isPlain) return e.copy(node);
  const object = once(e, argument.object);
  const property = e.holding(object.held, () => propertyOf(e, argument));
  const held = [...object.held, ...property.held];
  const [before, value] = [e.temporary(), e.temporary()];
  const isPrivate = argument.property.type === "PrivateIdentifier";
  const reading = isPrivate
    ? `${object.name}${property.access}`
    : e.holding(held, () => read(e, object.name, property.access, property.key, node));
  const writing = isPrivate
    ? `${object.name}${property.access}=${value}`
    : e.holding([...held, before, value], () => write(e, object.name, property.access, property.key, value, node));
  const numeric = `${before}=${e.rt}.numeric(${reading})`;
  e.release(...held, before, value);
  const step = `${value}=${before},${value}${operator}`;
  return `(${object.before}${property.before}${numeric},${step},${writing},${prefix ? value : before})`;
}

export function array(e: Emission, node: ArrayExpression): string {
  const elements = node.elements.filter((element) => element !== null);
  const { before, values, release } = inOrder(e, elements);
  release();
  const left = [...values];
  const list = node.elements.map((element) => (element === null ? "" : (left.shift() ?? "")));
  return `(${before}[${list.join(",")}${list.at(-1) === "" ? "," : ""}])`;
}

export function unary(e: Emission, node: UnaryExpression): string {
  const { argument, operator } = node;
  if (operator !== "delete" || argument.type !== "MemberExpression" || e.frame.isPlain) return `(${e.copy(node)})`;
  const object = once(e, argument.object);
  const property = e.holding(object.held, () => propertyOf(e, argument));
  e.release(...object.held, ...property.held);
  return `(${object.before}${property.before}delete ${object.name}${property.access})`;
}
