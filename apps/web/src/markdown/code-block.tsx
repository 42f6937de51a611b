import type { ReactNode } from "react";

/** Code of several lines. It scrolls where a line is too long, so the keyboard must reach it. */
export function CodeBlock({ children }: { readonly children?: ReactNode }) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the reason stands above
  return <pre tabIndex={0}>{children}</pre>;
}
