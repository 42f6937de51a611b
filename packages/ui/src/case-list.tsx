import type { Verdict } from "@lockstep/contracts";
import type { ReactNode } from "react";
import { Icon, Spinner } from "./icon.tsx";
import { verdictTone } from "./tone.ts";

/** Where one case stands. `waiting`: its turn has not come. */
export type CaseState =
  | { readonly kind: "waiting" }
  | { readonly kind: "running" }
  | { readonly kind: "finished"; readonly verdict: Verdict };

/** Props of {@link CaseRow}. */
export interface CaseRowProps {
  readonly title: string;
  readonly state: CaseState;
  /** The state in words. */
  readonly stateLabel: string;
  /** "hidden", where it is. */
  readonly visibilityLabel?: string | undefined;
  /** Open from the start: the case that decided. */
  readonly open?: boolean;
  /** For links that lead to it. */
  readonly id?: string;
  /** What was seen and what to think about. A row without it does not unfold. */
  readonly children?: ReactNode;
}

/** One case: a line, and below it what was found. */
export function CaseRow({ title, state, stateLabel, visibilityLabel, open, id, children }: CaseRowProps) {
  const sign =
    state.kind === "finished" ? verdictTone(state.verdict) : { tone: "none" as const, icon: "waiting" as const };
  const row = (
    <>
      <span className="ls-case__icon">{state.kind === "running" ? <Spinner /> : <Icon name={sign.icon} />}</span>
      <span className="ls-case__title">{title}</span>
      <span className="ls-case__aside">
        {visibilityLabel !== undefined && <>{visibilityLabel} · </>}
        <span className="ls-case__verdict">{stateLabel}</span>
      </span>
    </>
  );
  const shared = {
    id,
    className: `ls-case ls-case--${state.kind} ls-tone-${sign.tone}`,
    "data-state": state.kind === "finished" ? state.verdict : state.kind,
  };
  if (children === undefined || children === null)
    return (
      <li {...shared}>
        <div className="ls-case__row">{row}</div>
      </li>
    );
  return (
    <li {...shared}>
      <details open={open}>
        <summary className="ls-case__row">{row}</summary>
        <div className="ls-case__body">{children}</div>
      </details>
    </li>
  );
}

/** The cases in their order. */
export function CaseList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol className="ls-cases" aria-label={label}>
      {children}
    </ol>
  );
}
