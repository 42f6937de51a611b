import { locales, type Manifest } from "@lockstep/contracts";
import { splitHints } from "@lockstep/contracts/split-hints";

/** Statements say something, with as many hints in each language as in the others. A file that is missing is told elsewhere. */
export function statementProblems(statement: Readonly<Record<string, string>>): readonly string[] {
  const read = locales.flatMap((locale) => {
    const text = statement[locale];
    return text === undefined ? [] : [{ file: `statement.${locale}.md`, ...splitHints(text) }];
  });
  const empty = read.filter(({ body }) => body.trim() === "").map(({ file }) => `${file} says nothing`);
  if (empty.length > 0) return empty;
  if (new Set(read.map(({ hints }) => hints.length)).size <= 1) return [];
  const counts = read.map(({ file, hints }) => `${hints.length} in ${file}`);
  return [`the hints differ in number: ${counts.join(", ")} (a numbered list under "## Hints" or "## 提示")`];
}

/** Whoever makes the mistake of a listed solution is told so in words, not by a bare verdict. */
export function feedbackProblems({ cases, solutions }: Manifest): readonly string[] {
  const mute = solutions.flatMap(({ path, reason, case: id }) => {
    const deciding = cases.find((one) => one.id === id);
    if (!deciding || reason === undefined || deciding.feedback[reason]) return [];
    return [`exercise.json: the case ${deciding.id} has no feedback for "${reason}", which solutions/${path} gets`];
  });
  return mute;
}
