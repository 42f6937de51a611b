"use client";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./button.tsx";

/** Props of {@link Dialog}. */
export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  /** It was closed: by the button, by Escape. */
  readonly onClose: () => void;
  /** On the button that closes it. */
  readonly closeLabel: string;
  /** Room for code beside code. */
  readonly wide?: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A window over the page. The page behind it is kept as it is; the focus comes back to where it was. */
export function Dialog({ title, open, onClose, closeLabel, wide = false, actions, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={`ls-dialog${wide ? " ls-dialog--wide" : ""}`}
      aria-labelledby={id}
      onClose={onClose}
    >
      {open && (
        <>
          <h2 id={id} className="ls-dialog__title">
            {title}
          </h2>
          <div className="ls-dialog__body">{children}</div>
          <div className="ls-dialog__actions">
            {actions}
            <Button look="quiet" onClick={() => dialog.current?.close()}>
              {closeLabel}
            </Button>
          </div>
        </>
      )}
    </dialog>
  );
}
