/** What a terminal obeys: control characters, among them escape codes, and marks that change the direction of writing. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const shown = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A student's text for a terminal: what a terminal would obey is shown instead. */
export function visible(text: string): string {
  return text.replace(OBEYED, (character) => (character === "\n" || character === "\t" ? character : shown(character)));
}

/** A student's word, such as a file's name, for a line of ours: it can't begin another. */
export function visibleName(text: string): string {
  return text.replace(OBEYED, shown);
}

/** A value as JSON that a terminal only shows, too; it is read back as the same value. */
export function visibleJson(value: unknown): string {
  // JSON has escaped those below U+0020 already; the line ends that are left are its own.
  return JSON.stringify(value, null, 2).replace(OBEYED, (character) =>
    character === "\n" ? character : character.replaceAll(/[^]/g, unitEscape),
  );
}

function unitEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
