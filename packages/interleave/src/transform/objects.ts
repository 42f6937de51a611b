import type { AnyNode, ObjectExpression, Property } from "acorn";
import type { Emission } from "./emission.ts";
import { inOrder } from "./expressions.ts";
import { functionSteps, functionValue, plainTwin } from "./functions.ts";
import { isFunction } from "./nodes.ts";

/** An object literal. Its getters and setters are put in place after it was made, each with its steps. */
export function objectLiteral(e: Emission, node: ObjectExpression): string {
  const parts: AnyNode[] = [];
  for (const property of node.properties) {
    if (property.type === "SpreadElement") parts.push(property.argument);
    else {
      if (property.computed) parts.push(property.key);
      parts.push(property.value);
      nameAfter(e, property);
    }
  }
  const accessors: string[] = [];
  const methods = new Map<AnyNode, Property>();
  for (const property of node.properties)
    if (property.type === "Property" && (property.method || property.kind !== "init"))
      methods.set(property.value, property);
  const { before, values, release } = inOrder(e, parts, (part) => {
    const property = methods.get(part);
    return property ? method(e, property) : e.print(part);
  });
  const left = [...values];
  const texts = node.properties.map((property) => {
    if (property.type === "SpreadElement") return `...${left.shift() ?? ""}`;
    const key = property.computed ? `[${left.shift() ?? ""}]` : keyText(e, property);
    const value = left.shift() ?? "";
    if (property.kind === "init") return `${key}:${value}`;
    const name = property.computed ? key.slice(1, -1) : JSON.stringify(nameOf(e, property));
    accessors.push(`["${property.kind}",${name},${value}]`);
    return `${key}:undefined`;
  });
  release();
  const literal = `({${texts.join(",")}})`;
  if (accessors.length === 0) return before === "" ? literal : `(${before}${literal})`;
  return `(${before}${e.rt}.accessors(${literal},[${accessors.join(",")}]))`;
}

function keyText(e: Emission, { key }: Property): string {
  return key.type === "Identifier" && key.name === "__proto__" ? "__proto__" : e.source(key);
}

function nameOf(e: Emission, { key }: Property): string {
  return key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : e.source(key);
}

function nameAfter(e: Emission, property: Property): void {
  if (!property.computed) e.names.set(property.value, nameOf(e, property));
}

function method(e: Emission, property: Property): string {
  const { value } = property;
  if (!isFunction(value)) throw new RangeError("a method is a function");
  if (value.generator && !value.async) return functionValue(e, value);
  const owner = e.scopes.opened(value)?.owner;
  const name = `${property.kind === "init" ? "" : `${property.kind} `}${nameOf(e, property)}`;
  const captures = owner ? e.captures(owner) : "null";
  const plain = plainTwin(e, name, value.params, "method");
  return `${e.rt}.f(${functionSteps(e, value)},${plain},${e.code(value)},${captures},false,undefined)`;
}
