import { InlineCode } from "./inline-code.tsx";
import { splitCode } from "./split-code.ts";

/** A sentence of an author, with what stands between backticks as code. Not for what a student's program says. */
export function Sentence({ text }: { readonly text: string }) {
  return splitCode(text).map((piece, i) =>
    // oxlint-disable-next-line react/no-array-index-key -- a piece is its place
    piece.isCode ? <InlineCode key={i}>{piece.text}</InlineCode> : piece.text,
  );
}
