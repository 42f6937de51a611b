/** A statement without its hints, and the hints one by one. */
export interface SplitStatement {
  readonly body: string;
  readonly hints: readonly string[];
}

const heading = /^## +(?:Hints|提示)\s*$/m;

/**
 * Takes the hints out of a statement: the section "Hints" at its end, a numbered list. A statement without one has none.
 * A hint's further lines are indented, as Markdown asks.
 */
export function splitHints(statement: string): SplitStatement {
  const match = heading.exec(statement);
  if (match === null) return { body: statement, hints: [] };
  const section = statement.slice(match.index + match[0].length);
  const hints = section
    .split(/^\d+\.\s+/m)
    .slice(1)
    .map((hint) => hint.replaceAll(/^ {2,3}/gm, "").trim());
  return { body: statement.slice(0, match.index).trimEnd(), hints };
}
