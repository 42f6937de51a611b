import { stripTypeScriptTypes } from "node:module";
import { type AnyNode, parse } from "acorn";
import { operators } from "./operators.ts";
import { type Edit, type Place, walk } from "./source-tree.ts";

/** A solution with one mistake in it. */
export interface Mutant {
  /** What was done to it, such as "drop a lock". */
  readonly operator: string;
  /** Line of the solution where it was done. */
  readonly line: number;
  readonly text: string;
}

/**
 * Every mutant of a solution: one for each place at which an operator finds something to do. Types are blanked out to find
 * the places, so that positions stay, and are kept in the text. Equal texts come once.
 * @throws {SyntaxError} for a text that is no TypeScript.
 */
export function mutantsOf(text: string): readonly Mutant[] {
  const plain = withoutTypes(text);
  const program = parse(plain, { ecmaVersion: "latest", sourceType: "module" });
  const found = new Map<string, Mutant>();
  const places: Place[] = [];
  walk(program, (node, ancestors) => places.push({ node, ancestors, text }));
  for (const operator of operators) {
    for (const place of places) {
      for (const change of operator.edits(place)) {
        const mutated = applied(text, change);
        if (mutated === text || found.has(mutated)) continue;
        found.set(mutated, { operator: operator.name, line: lineOf(text, place.node), text: mutated });
      }
    }
  }
  return [...found.values()];
}

/** Blanks out the types. Node says of each first use in a process that this is experimental: no news for who proves an exercise. */
function withoutTypes(text: string): string {
  const emit = Object.getOwnPropertyDescriptor(process, "emitWarning") ?? {};
  Object.defineProperty(process, "emitWarning", { ...emit, value: () => undefined });
  try {
    return stripTypeScriptTypes(text);
  } finally {
    Object.defineProperty(process, "emitWarning", emit);
  }
}

/** Edits never overlap; the last comes first, so that positions before it hold. */
function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((now, { from, to, by }) => now.slice(0, from) + by + now.slice(to), text);
}

function lineOf(text: string, node: AnyNode): number {
  return text.slice(0, node.start).split("\n").length;
}
