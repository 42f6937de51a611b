/** A run of text: shown as it is, or a mark that stands for a character one would not see. */
export interface TextRun {
  readonly text: string;
  /** Where it starts in the text. */
  readonly from: number;
  readonly marked: boolean;
}

/*
 * Control characters (but for tab and line feed), marks that turn the direction of text, zero-width characters and line
 * separators: printed raw they hide, reorder or forge what a reader sees ("Trojan Source").
 */
const unseen =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Names a character that cannot be seen: `ESC` for escape, `U+202E` for most. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x1b) return "ESC";
  if (code === 0x0d) return "CR";
  if (code === 0) return "NUL";
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Cuts text into runs in which every character that would not be seen has a mark of its own. */
export function visibleText(text: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  // A line that ends the Windows way is not worth a mark.
  const source = text.replaceAll("\r\n", "\n");
  for (const match of source.matchAll(unseen)) {
    if (match.index > from) runs.push({ text: source.slice(from, match.index), from, marked: false });
    runs.push({ text: nameOf(match[0]), from: match.index, marked: true });
    from = match.index + match[0].length;
  }
  if (from < source.length) runs.push({ text: source.slice(from), from, marked: false });
  return runs;
}
