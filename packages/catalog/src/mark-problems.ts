import type { Manifest, SourceFile } from "@lockstep/contracts";

/** A call of `mark` with one literal; a variable's text can't be known here. */
const CALL = /\bmark\(\s*(["'`])(.*?)\1\s*\)/g;
const VALUE = /\$\{[^}]*\}/g;

/** Scenarios and manifest have the same marks, so that readers of every language get them in their own. */
export function markProblems({ marks }: Manifest, scenarioFiles: readonly SourceFile[]): string[] {
  const said = new Map<string, string>();
  for (const { path, text } of scenarioFiles)
    for (const [, , words = ""] of text.matchAll(CALL)) said.set(words.replaceAll(VALUE, "{}"), path);
  const listed = new Set(marks.map(({ en }) => en));
  const problems: string[] = [];
  for (const [words, path] of said)
    if (!listed.has(words)) problems.push(`exercise.json: marks lacks "${words}" of scenarios/${path}`);
  for (const words of listed)
    if (!said.has(words)) problems.push(`exercise.json: no scenario says the mark "${words}"${inCode(words)}`);
  for (const mark of marks)
    if (holes(mark.en) !== holes(mark["zh-CN"]))
      problems.push(`exercise.json: the mark "${mark.en}" has another number of {} in zh-CN`);
  return problems;
}

/** How a scenario would say a mark with values: that it is a template literal shows nowhere else. */
function inCode(words: string): string {
  if (!words.includes("{}")) return "";
  let value = 0;
  const literal = words.replaceAll("{}", () => `\${value${++value}}`);
  return `; where values stand, it does so by mark(\`${literal}\`)`;
}

function holes(text: string): number {
  return text.split("{}").length - 1;
}
