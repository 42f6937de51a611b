import type { AssignmentProperty, ObjectPattern, Pattern } from "acorn";
import { assignTo, entered, read } from "./access.ts";
import type { Emission } from "./emission.ts";
import { namesIn } from "./scopes.ts";

/** Declares the variables of a pattern; answers the declarators, in order. `value` computes what is taken apart. */
export function declarators(e: Emission, pattern: Pattern, value: string): readonly string[] {
  if (pattern.type === "Identifier") {
    const text = `${e.print(pattern)}=${value}`;
    declared(e, pattern);
    return [text];
  }
  const pieces = new Pieces(e);
  pieces.take(pattern, value);
  return pieces.finish(`${e.rt}unused`);
}

/** Assigns to what a pattern names; answers the assignments, in order. */
export function assignPattern(e: Emission, pattern: Pattern, value: string): readonly string[] {
  const pieces = new Pieces(e);
  pieces.take(pattern, value);
  return pieces.finish(null);
}

/** From here on the pattern's variables have values. */
export function declared(e: Emission, pattern: Pattern): void {
  for (const name of namesIn(pattern)) {
    const binding = e.scopes.of(name);
    if (binding) binding.isDeclared = true;
  }
}

/** A pattern taken apart into single assignments, so that each read of a property can be a step. */
class Pieces {
  readonly #e: Emission;
  readonly #done: string[] = [];
  readonly #names: string[] = [];
  /** To be evaluated before the next piece. */
  #before = "";

  constructor(e: Emission) {
    this.#e = e;
  }

  finish(unused: string | null): readonly string[] {
    const e = this.#e;
    e.frame.held.splice(e.frame.held.length - this.#names.length);
    e.release(...this.#names);
    if (this.#before !== "")
      this.#done.push(unused === null ? this.#before.slice(0, -1) : `${unused}=(${this.#before}0)`);
    return this.#done;
  }

  take(pattern: Pattern, value: string): void {
    const e = this.#e;
    switch (pattern.type) {
      case "Identifier":
        this.#assign(e.print(pattern), value);
        declared(e, pattern);
        return;
      case "MemberExpression":
        this.#before += `${assignTo(e, pattern, value)},`;
        return;
      case "AssignmentPattern": {
        const name = this.#keep(value);
        this.take(pattern.left, `(${name}===undefined?${e.print(pattern.right)}:${name})`);
        return;
      }
      case "ArrayPattern": {
        const whole = this.#keep(`(${entered(e, `${e.rt}.list(${value})`, pattern)})`);
        const names = pattern.elements.map((element) => (element ? this.#name() : ""));
        const targets = names.map((name, i) => (pattern.elements[i]?.type === "RestElement" ? `...${name}` : name));
        this.#before += `[${targets.join(",")}]=${whole},`;
        for (const [i, element] of pattern.elements.entries())
          if (element) this.take(element.type === "RestElement" ? element.argument : element, names[i] ?? "");
        return;
      }
      case "ObjectPattern":
        this.#object(pattern, this.#keep(value));
        return;
      case "RestElement":
        this.take(pattern.argument, value);
    }
  }

  #object(pattern: ObjectPattern, whole: string): void {
    const e = this.#e;
    this.#before += `${e.rt}.mustHaveProperties(${whole}),`;
    const keys: string[] = [];
    for (const property of pattern.properties) {
      if (property.type === "RestElement") {
        this.take(property.argument, `${e.rt}.rest(${whole},[${keys.join(",")}])`);
        continue;
      }
      const key = this.#key(property);
      keys.push(key);
      this.take(property.value, read(e, whole, `[${key}]`, key, property));
    }
  }

  #key({ computed, key }: AssignmentProperty): string {
    if (computed) return this.#keep(this.#e.print(key));
    return key.type === "Identifier" ? JSON.stringify(key.name) : this.#e.source(key);
  }

  #assign(target: string, value: string): void {
    this.#done.push(this.#before === "" ? `${target}=${value}` : `${target}=(${this.#before}${value})`);
    this.#before = "";
  }

  /** Puts a value into a temporary that is part of the state until the whole pattern is done. */
  #keep(value: string): string {
    const name = this.#name();
    this.#before += `${name}=${value},`;
    return name;
  }

  #name(): string {
    const name = this.#e.temporary();
    this.#names.push(name);
    this.#e.frame.held.push(name);
    return name;
  }
}
