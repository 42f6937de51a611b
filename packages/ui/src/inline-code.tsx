import type { ReactNode } from "react";

/** As many characters as stand in a line on a phone, beside a hint's number, too. */
const WHOLE_MOST = 31;

/** Code within a sentence. Short code stays in one line: half a call is hard to read. */
export function InlineCode({ children }: { readonly children?: ReactNode }) {
  const whole = typeof children === "string" && children.length <= WHOLE_MOST;
  return <code data-whole={whole ? "" : undefined}>{children}</code>;
}
