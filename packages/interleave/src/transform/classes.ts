import type { AnyNode, Class, MethodDefinition, PropertyDefinition } from "acorn";
import type { Emission } from "./emission.ts";
import { generatorText, lengthOf, stepsText } from "./functions.ts";
import { childrenOf, isClass, isFunction } from "./nodes.ts";

/**
 * A class stays a class. Its methods are written as generators, and exchanged for plain functions when it has been made; the
 * body of its constructor becomes a generator too, so that it can use what is shared. That takes base classes
 * of the same program: what extends a built-in keeps its constructor as it is.
 */
export function classValue(e: Emission, node: AnyNode & Class): string {
  const before = new Map(e.privateMethods);
  for (const member of node.body.body) {
    if (member.type === "MethodDefinition" && member.key.type === "PrivateIdentifier" && member.kind === "method")
      e.privateMethods.set(`#${member.key.name}`, howCalled(member.value));
  }
  const text = e.within(node, () => classText(e, node));
  e.privateMethods.clear();
  for (const [name, how] of before) e.privateMethods.set(name, how);
  return text;
}

function howCalled({ async, generator }: MethodDefinition["value"]): "callSteps" | "callAsync" | "callAsyncGenerator" {
  if (!async) return "callSteps";
  return generator ? "callAsyncGenerator" : "callAsync";
}

function classText(e: Emission, node: AnyNode & Class): string {
  const { rt } = e;
  const isOpen = hasOpenConstructor(e, node);
  const heritage = node.superClass ? ` extends ${e.print(node.superClass)}` : "";
  const accessors: string[] = [];
  const own: string[] = [];
  const lengths: string[] = [];
  const asyncs: string[] = [];
  const members = node.body.body.flatMap((member): string[] => {
    switch (member.type) {
      case "StaticBlock":
        return [
          e.inFunction(member, true, ({ temporaries }) => {
            const body = member.body.map((statement) => e.print(statement)).join("\n");
            return `static{let ${rt}u=${rt}.up;${temporaryList(e, temporaries)}${body}}`;
          }),
        ];
      case "PropertyDefinition":
        return [field(e, member, isOpen)];
      case "MethodDefinition":
        if (member.kind === "constructor") return isOpen ? [] : [plainConstructor(e, member)];
        return [method(e, member, { accessors, own, lengths, asyncs })];
    }
  });
  const { known, parts } = isOpen ? openConstructor(e, node) : { known: "", parts: [] };
  members.push(...parts);
  const privates = privateFields(node, false);
  const [first] = privates;
  const statics = privateFields(node, true).map((name) => `${name} in o?o.${name}:undefined`);
  const staticReader = statics.length === 0 ? "" : `${rt}.statics(this,(o)=>[${statics.join(",")}]);`;
  const reader =
    first === undefined
      ? ""
      : `${rt}.privates(this,(o)=>${first} in o?[${privates.map((name) => `o.${name}`).join(",")}]:null);`;
  const inner = node.type === "ClassExpression" && node.id ? e.scope.bindings.get(node.id.name) : null;
  const name = node.id?.name ?? e.names.get(node) ?? "";
  const label = inner?.emitted ?? (node.id ? (e.scopes.bindingIn(e.scope, name)?.emitted ?? name) : "");
  const captures = [...new Set(node.body.body.flatMap((member) => capturedBy(e, member)))];
  const environment = captures.length === 0 ? "null" : `()=>[${captures.join(",")}]`;
  const made = `${rt}.c(this,${JSON.stringify(name)},${e.code(node)},${environment},[${accessors.join(",")}],[${own.join(",")}],[${lengths.join(",")}],[${asyncs.join(",")}]);`;
  // Before anything of the program runs in it: its methods are no generators for whoever looks.
  return `(class ${label}${heritage}{static{${known}${reader}${staticReader}${made}}\n${members.join("\n")}})`;
}

function temporaryList(e: Emission, count: number): string {
  return count === 0 ? "" : `let ${Array.from({ length: count }, (_unused, i) => `${e.rt}${i + 1}`).join(",")};`;
}

/** Whether the constructor can be generated as steps: all base classes are such classes of this program. */
function hasOpenConstructor(e: Emission, { superClass, body }: Class): boolean {
  if (
    body.body.some(
      (member) => member.type === "MethodDefinition" && member.kind === "constructor" && answers(member.value),
    )
  )
    return false;
  if (!superClass) return true;
  if (superClass.type !== "Identifier") return false;
  const base = e.scopes.of(superClass);
  return (
    base !== null &&
    base.kind === "class" &&
    !base.isReassigned &&
    base.initial !== null &&
    isClass(base.initial) &&
    hasOpenConstructor(e, base.initial)
  );
}

/** Whether a constructor answers another object than the one it makes. */
function answers(node: AnyNode): boolean {
  if (node.type === "ReturnStatement") return node.argument !== null && node.argument !== undefined;
  return childrenOf(node).some((child) => !isFunction(child) && !isClass(child) && answers(child));
}

function capturedBy(e: Emission, member: Class["body"]["body"][number]): readonly string[] {
  const node = member.type === "MethodDefinition" ? member.value : member;
  const owner = e.scopes.opened(node)?.owner;
  if (!owner) return [];
  return [...owner.captured]
    .filter(({ scope }) => scope !== e.scopes.module && scope.owner !== owner)
    .map(({ emitted }) => `${e.rt}.seen(()=>${emitted})`);
}

function privateFields(node: Class, isStatic: boolean): readonly string[] {
  return node.body.body.flatMap((member) =>
    member.type === "PropertyDefinition" && member.key.type === "PrivateIdentifier" && member.static === isStatic
      ? [`#${member.key.name}`]
      : [],
  );
}

function keyOf(e: Emission, member: MethodDefinition | PropertyDefinition): string {
  const { key, computed } = member;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (!computed) return e.source(key);
  return `[${e.source(key)}]`;
}

/** The key as a value. */
function keyValue(e: Emission, member: MethodDefinition | PropertyDefinition): string {
  const { key, computed } = member;
  if (computed || key.type === "Literal") return e.source(key);
  return JSON.stringify(key.type === "Identifier" ? key.name : e.source(key));
}

function field(e: Emission, member: PropertyDefinition, isOpen: boolean): string {
  const { value, key } = member;
  const isPrivate = key.type === "PrivateIdentifier";
  if (member.computed && key.type !== "Literal" && !/^Symbol\.\w+$/.test(e.source(key)))
    e.refuse(member, "A field whose name is computed can't be explored. Set it in the constructor.");
  if (!member.static && isOpen) return isPrivate ? `#${key.name};` : "";
  const text = e.inFunction(member, true, () => (value ? `=${e.print(value)}` : ""));
  return `${member.static ? "static " : ""}${keyOf(e, member)}${text};`;
}

interface Lists {
  readonly accessors: string[];
  /** Keys of the student's own generator methods. */
  readonly own: string[];
  readonly lengths: string[];
  /** Keys of asynchronous methods. */
  readonly asyncs: string[];
}

function method(e: Emission, member: MethodDefinition, { accessors, own, lengths, asyncs }: Lists): string {
  const { value, kind } = member;
  if (!isFunction(value)) throw new RangeError("a method is a function");
  const isStatic = member.static ? "static " : "";
  if (value.generator && !value.async) {
    own.push(`[${member.static},${keyValue(e, member)}]`);
    return `${isStatic}*${generatorText(e, value, keyOf(e, member))}`;
  }
  if (kind === "get" || kind === "set") {
    if (member.key.type === "PrivateIdentifier")
      e.refuse(member, "A private getter or setter can't be explored. Write a private method instead.");
    const symbol = `${e.rt}.key(${accessors.length})`;
    accessors.push(`["${kind}",${member.static},${keyValue(e, member)}]`);
    const place = `${isStatic}${kind} ${keyOf(e, member)}(${kind === "set" ? "_" : ""}){}`;
    return `${place}${stepsText(e, value, `${isStatic}*[${symbol}]`)}`;
  }
  if (value.async && member.key.type !== "PrivateIdentifier")
    asyncs.push(`[${member.static},${keyValue(e, member)},${value.generator}]`);
  if (member.key.type !== "PrivateIdentifier")
    lengths.push(`[${member.static},${keyValue(e, member)},${lengthOf(value.params)}]`);
  return stepsText(e, value, `${isStatic}*${keyOf(e, member)}`);
}

function plainConstructor(e: Emission, member: MethodDefinition): string {
  const { value } = member;
  if (!isFunction(value)) throw new RangeError("a constructor is a function");
  return generatorText(e, value, "constructor");
}

/** The constructor only makes the object; fields and body are steps, which are taken off the class when it has been made. */
function openConstructor(e: Emission, node: Class): { readonly known: string; readonly parts: readonly string[] } {
  const { rt } = e;
  const isDerived = node.superClass !== null && node.superClass !== undefined;
  const found = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
  const value = found?.type === "MethodDefinition" ? found.value : null;
  const length = value ? lengthOf(value.params) : 0;
  const list = Array.from({ length }, (_unused, i) => `_${i}`).join(",");
  const shell = `constructor(${list}){${isDerived ? `super(${rt}.mark);` : ""}if(arguments[0]!==${rt}.mark)return ${rt}.plainInit(this,this.#${rt}init,arguments);}`;
  const fields = node.body.body.filter(
    (member) =>
      member.type === "PropertyDefinition" &&
      !member.static &&
      (member.value || member.key.type !== "PrivateIdentifier"),
  );
  const fieldTexts = fields.flatMap((member) => (member.type === "PropertyDefinition" ? [firstValue(e, member)] : []));
  const ownFields = `*#${rt}fields(){const ${rt}u=${rt}.up;${fieldTexts.join("")}}`;
  // Whoever ran meanwhile has left a frame of its own.
  const setFields = `yield* ${rt}.enter(this.#${rt}fields(),${rt}u);`;
  let body: string;
  if (value && isFunction(value)) body = stepsText(e, value, `*#${rt}init`, isDerived ? "" : setFields);
  else if (isDerived)
    body = `*#${rt}init(...args){const ${rt}u=${rt}.up;yield* ${rt}.enter(${rt}.construction(super.constructor,this,args),${rt}u);${setFields}}`;
  else body = `*#${rt}init(){const ${rt}u=${rt}.up;${setFields}}`;
  const known = `${rt}.open(this,function(...a){return this.#${rt}init(...a)});`;
  return { known, parts: [shell, body, ownFields] };
}

function firstValue(e: Emission, member: PropertyDefinition): string {
  const { key, value } = member;
  return e.inFunction(member, false, (frame) => {
    if (value && key.type === "Identifier") e.names.set(value, key.name);
    const text = value ? e.print(value) : "undefined";
    const assigned =
      key.type === "PrivateIdentifier"
        ? `this.#${key.name}=${text};`
        : `${e.rt}.define(this,${keyValue(e, member)},${text});`;
    return `{${temporaryList(e, frame.temporaries)}${assigned}}`;
  });
}
