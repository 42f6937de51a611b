"use client";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";

/** Props of {@link HintLadder}. */
export interface HintLadderProps {
  readonly hints: readonly { readonly id: string; readonly content: ReactNode }[];
  /** "Show a hint", "Show the next hint (2 of 3)". `next` counts from 1. */
  readonly moreLabel: (next: number, count: number) => string;
  readonly doneLabel: string;
  readonly disabled?: boolean;
}

/** Hints that are given one at a time, each when it is asked for. */
export function HintLadder({ hints, moreLabel, doneLabel, disabled = false }: HintLadderProps) {
  const [shown, setShown] = useState(0);
  if (hints.length === 0) return null;
  return (
    <div className="ls-hints">
      <ol className="ls-hints__list" aria-live="polite">
        {hints.slice(0, shown).map((hint) => (
          <li className="ls-hint" key={hint.id}>
            <div>{hint.content}</div>
          </li>
        ))}
      </ol>
      {shown < hints.length ? (
        <div>
          <Button size="small" disabled={disabled} onClick={() => setShown(shown + 1)}>
            {moreLabel(shown + 1, hints.length)}
          </Button>
        </div>
      ) : (
        <p className="ls-field__hint">{doneLabel}</p>
      )}
    </div>
  );
}
