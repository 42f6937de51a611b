import { Numbers } from "../programs/random-program.ts";

/** A random program of one thread: nested control flow, closures, objects, and calls that change what was read before. */
export function randomText(seed: number): string {
  const numbers = new Numbers(seed);
  let names = 0;
  const pick = (first: string, ...others: readonly string[]): string => numbers.pick(first, ...others);

  const expression = (depth: number, variables: readonly string[]): string => {
    const variable = () => pick("1", "2", "o.a", "o.list[1]", ...variables, ...variables);
    if (depth <= 0) return variable();
    const deeper = () => expression(depth - 1, variables);
    return numbers.pick<() => string>(
      () => `(${deeper()} ${pick("+", "-", "*", "<", "===")} ${deeper()})`,
      () =>
        `${pick("note", "bump", "o.method", "new Box")}(${deeper()})${pick("", "")}`.replace(
          /^new Box\((.*)\)$/s,
          "new Box($1).get()",
        ),
      () => `(${variable()} ? ${deeper()} : ${deeper()})`,
      () => `(${deeper()} ${pick("||", "&&", "??")} ${deeper()})`,
      () =>
        `[${deeper()}, ${deeper()}, ${deeper()}].${pick("map((v) => v + x)", "filter((v) => note(v))", "reduce((p, v) => p + note(v))", "length")}`,
      () => `(o.${pick("a", "b")} ${pick("=", "+=", "-=")} ${deeper()})`,
      () => `o.list[${numbers.below(2)}]${pick("++", "--")}`,
      () => `(x ${pick("=", "+=", "*=")} ${deeper()})`,
      () => `\`\${${deeper()}}-\${${deeper()}}\``,
      () => `(({ p, q = ${deeper()} }) => p + q)({ p: ${deeper()} })`,
      () => `((...rest) => rest.length + ${deeper()})(...[${deeper()}], ${deeper()})`,
    )();
  };
  const block = (depth: number, variables: readonly string[], loops: number): string => {
    let known = variables;
    const lines = Array.from({ length: 1 + numbers.below(3) }, () => {
      const deeper = () => block(depth - 1, known, loops);
      const inLoop = () => block(depth - 1, known, loops + 1);
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- it uses what is known here
      const value = () => expression(2, known);
      if (depth <= 0) return `note(${value()});`;
      return numbers.pick<() => string>(
        () => {
          const line = `let v${++names} = ${value()};`;
          known = [...known, `v${names}`];
          return line;
        },
        () => `note(${value()});`,
        () => `if (${value()}) {${deeper()}} else {${deeper()}}`,
        () => {
          const name = `i${++names}`;
          return `for (let ${name} = 0; ${name} < ${1 + numbers.below(3)}; ${name}++) {${inLoop()}}`;
        },
        () => `for (const e${++names} of [${value()}, 2]) {note(e${names});${inLoop()}}`,
        () => `try {${deeper()}${pick("", `throw ${value()};`)}} catch (error) {note(error);} finally {${deeper()}}`,
        () => `try {${deeper()}} finally {note("f");${loops > 0 ? pick("", "continue;", "break;") : ""}}`,
        () => `switch (${value()}) {case ${value()}: ${deeper()}${pick("break;", "")} default: ${deeper()}}`,
        () => (loops > 0 ? `if (${value()}) ${pick("break", "continue")};` : `if (${value()} === 77) return 5;`),
        () => {
          const line = `const f${++names} = (a, b = ${value()}) => {${block(depth - 1, [...known, "a", "b"], 0)}return a;};`;
          known = [...known, `f${names}(${expression(1, known)})`];
          return line;
        },
        () =>
          `const { a: d${++names}, ...r${names} } = { a: ${value()}, z: 1 }; note(d${names}); note(Object.keys(r${names}).length);`,
      )();
    });
    return lines.join("\n");
  };
  return `
const log = [];
let x = 1;
const o = { a: 1, b: 2, list: [3, 4], get c() { return this.a + note(this.b); }, method(v) { this.a += 1; return v; } };
function note(value) { if (log.length > 300) throw new RangeError("long"); log.push(value); return value; }
const bump = (v) => { x += 1; return v; };
class Box { #v; constructor(v) { this.#v = v; bump(v); } get() { return this.#v; } }
function body() { ${block(3, [], 0)} return o.c; }
export function main() { let result; try { result = body(); } catch (error) { result = String(error); } return [log, x, o.a, o.b, o.list, result]; }`;
}
