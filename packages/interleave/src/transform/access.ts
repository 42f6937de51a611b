import type { AnyNode, MemberExpression } from "acorn";
import type { Emission } from "./emission.ts";

/** A value that needs no temporary to be said twice, or later. */
export function isStable(e: Emission, node: AnyNode): boolean {
  if (node.type === "Identifier") return e.scopes.of(node)?.isReassigned !== true;
  return node.type === "ThisExpression" || node.type === "Literal";
}

/** Puts the value of a node where it can be said again: `before` computes it. */
export function once(
  e: Emission,
  node: AnyNode,
): { readonly before: string; readonly name: string; readonly held: readonly string[] } {
  if (isStable(e, node)) return { before: "", name: e.print(node), held: [] };
  const text = e.print(node);
  const name = e.temporary();
  return { before: `${name}=${text},`, name, held: [name] };
}

/** The property: its text after a dot or in brackets, and as a value. */
export function propertyOf(
  e: Emission,
  node: MemberExpression,
): { before: string; access: string; key: string; held: string[] } {
  if (!node.computed) {
    const name = e.source(node.property);
    return { before: "", access: `.${name}`, key: JSON.stringify(name), held: [] };
  }
  if (node.property.type === "Literal") {
    const text = e.source(node.property);
    return { before: "", access: `[${text}]`, key: text, held: [] };
  }
  const text = e.print(node.property);
  const name = e.temporary();
  return { before: `${name}=${text},`, access: `[${name}]`, key: name, held: [name] };
}

/** Something of the language itself, such as `Math` or `Object`: nobody shares it. */
export function isGlobal(e: Emission, node: AnyNode): boolean {
  return node.type === "Identifier" && e.scopes.of(node) === null;
}

/** Reads a property of `object`. `key` is also the name by which getters are known. */
export function read(e: Emission, object: string, access: string, key: string, node: AnyNode): string {
  const mine = e.accessors.has(key) || (e.accessors.size > 0 && !key.startsWith('"'));
  const { rt } = e;
  const shared = `${rt}.is(${object})?yield* ${rt}.read(${object},${key},${e.state(node)}):`;
  if (!mine) return `(${shared}${object}${access})`;
  return `(${shared}yield* ${rt}.readOwn(${object},${key},${e.state(node)}))`;
}

export function write(e: Emission, object: string, access: string, key: string, value: string, node: AnyNode): string {
  const mine = e.accessors.has(key) || (e.accessors.size > 0 && !key.startsWith('"'));
  const { rt } = e;
  const shared = `${rt}.is(${object})?yield* ${rt}.write(${object},${key},${value},${e.state(node)}):`;
  if (!mine) return `(${shared}${object}${access}=${value})`;
  return `(${shared}yield* ${rt}.writeOwn(${object},${key},${value},${e.state(node)}))`;
}

/** Whatever was called: a plain answer, or steps to go through. */
export function entered(e: Emission, called: string, node: AnyNode): string {
  const name = e.temporary();
  e.release(name);
  return `${name}=${called},${e.rt}.steps?yield* ${e.rt}.enter(${name},${e.state(node)}):${name}`;
}

/** Assigns to a property; `value` is text that can be said once. */
export function assignTo(e: Emission, node: MemberExpression, value: string): string {
  const object = once(e, node.object);
  const property = e.holding(object.held, () => propertyOf(e, node));
  const name = e.temporary();
  const text =
    node.property.type === "PrivateIdentifier"
      ? `${object.name}${property.access}=${name}`
      : write(e, object.name, property.access, property.key, name, node);
  e.release(...object.held, ...property.held, name);
  return `${object.before}${property.before}${name}=${value},${text}`;
}
