import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Spinner } from "./icon.tsx";

/** How much a button asks for attention: one `primary` in a view. */
export type ButtonLook = "primary" | "secondary" | "quiet";

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "secondary", size: "normal" | "small" = "normal"): string {
  return `ls-button ls-button--${look}${size === "small" ? " ls-button--small" : ""}`;
}

/** Props of {@link Button}. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly size?: "normal" | "small";
  /** Its action is under way: shows so, and takes no second click. */
  readonly busy?: boolean;
  /** Keys that do the same, such as `Ctrl ↵`. */
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}

/** A button of the site. `type` is `button` unless said otherwise, so none sends a form by accident. */
export function Button({ look, size, busy = false, keys, children, disabled, type, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      // oxlint-disable-next-line react/button-has-type -- the caller's choice, "button" by default
      type={type ?? "button"}
      className={`${buttonClass(look, size)} ${rest.className ?? ""}`.trim()}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
    >
      {busy && <Spinner />}
      {children}
      {keys !== undefined && <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  );
}
