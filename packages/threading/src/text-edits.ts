interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Changes in a text, collected in any order and made at once. */
export class TextEdits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  replace(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text });
  }

  /** Takes text away, but for its line ends. */
  blank(from: number, to: number): void {
    this.replace(from, to, this.#source.slice(from, to).replaceAll(/[^\n]+/g, ""));
  }

  /** The text with all changes made. */
  applied(): string {
    const parts: string[] = [];
    let at = 0;
    for (const { from, to, text } of this.#edits.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
      parts.push(this.#source.slice(at, from), text);
      at = to;
    }
    return parts.join("") + this.#source.slice(at);
  }
}
