import { structuredPatch } from "diff";
import { visibleText } from "./visible-text.ts";

/** One text in two states. */
export interface ComparedText {
  readonly name: string;
  /** Empty where it did not exist. */
  readonly before: string;
  readonly after: string;
}

/** Words of {@link DiffView}. */
export interface DiffLabels {
  /** Whose the lines with a minus are, and those with a plus. */
  readonly before: string;
  readonly after: string;
  /** Nothing differs. */
  readonly same: string;
}

const CONTEXT_LINES = 3;
/** Beyond this two texts have next to nothing in common, and finding out exactly would hold up the page. */
const EDITS_MOST = 2_000;

interface Line {
  readonly sign: "+" | "-" | " ";
  readonly text: string;
}
interface Hunk {
  readonly at: number;
  readonly lines: readonly Line[];
}

/** What differs between two states of some texts, line by line. */
export function DiffView({ texts, labels }: { readonly texts: readonly ComparedText[]; readonly labels: DiffLabels }) {
  const changed = texts.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return <p className="ls-diff__same">{labels.same}</p>;
  return (
    <div className="ls-diff">
      <p className="ls-diff__legend">
        <del>− {labels.before}</del> <ins>+ {labels.after}</ins>
      </p>
      {changed.map((text) => (
        <figure key={text.name} className="ls-diff__text">
          <figcaption>{text.name}</figcaption>
          <div className="ls-diff__lines">
            {hunksOf(text).map(({ at, lines }) => (
              <pre key={at}>
                {lines.map(({ sign, text: line }, i) => (
                  <DiffLine key={`${at + i}${sign}`} sign={sign} text={line} />
                ))}
              </pre>
            ))}
          </div>
        </figure>
      ))}
    </div>
  );
}

function DiffLine({ sign, text }: Line) {
  const shown = `${sign === "-" ? "−" : sign} ${visibleText(text)
    .map(({ text: run }) => run)
    .join("")}\n`;
  if (sign === "+") return <ins>{shown}</ins>;
  if (sign === "-") return <del>{shown}</del>;
  return <span>{shown}</span>;
}

function hunksOf({ name, before, after }: ComparedText): readonly Hunk[] {
  const options = { context: CONTEXT_LINES, maxEditLength: EDITS_MOST };
  const patch = structuredPatch(name, name, before, after, undefined, undefined, options);
  if (patch === undefined) return [{ at: 1, lines: [...linesOf("-", before), ...linesOf("+", after)] }];
  return patch.hunks.map(({ oldStart, lines }) => ({
    at: oldStart,
    // A line that begins with a backslash only says that the last line has no line break.
    lines: lines.filter((line) => !line.startsWith("\\")).map((line) => ({ sign: signOf(line), text: line.slice(1) })),
  }));
}

function linesOf(sign: Line["sign"], text: string): readonly Line[] {
  return text.split("\n").map((line) => ({ sign, text: line }));
}

function signOf(line: string): Line["sign"] {
  if (line.startsWith("+")) return "+";
  return line.startsWith("-") ? "-" : " ";
}
