/** A piece of a sentence: words, or code that stood between backticks. */
export interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

/** A sentence of an author in pieces; a backtick without its partner stays as it is. */
export function splitCode(sentence: string): readonly Piece[] {
  const parts = sentence.split("`");
  // An even number of parts: the last backtick has no partner.
  const lone = parts.length % 2 === 0 ? parts.pop() : undefined;
  const pieces = parts.map((text, i) => ({ text, isCode: i % 2 === 1 }));
  if (lone !== undefined) pieces.push({ text: `\`${lone}`, isCode: false });
  return pieces.filter(({ text }) => text !== "");
}
