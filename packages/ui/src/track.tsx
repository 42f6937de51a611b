import type { ReactNode } from "react";

/** How far the reader is with one stop of the course. `coming`: it is not written yet. */
export type StopState = "not-started" | "tried" | "accepted" | "coming" | "open";

/** Props of {@link Stop}. */
export interface StopProps {
  readonly state: StopState;
  readonly stateLabel?: string | undefined;
  readonly kind: string;
  /** A link with class `ls-stop__title`, or text. */
  readonly title: ReactNode;
}

/** One lesson or exercise on the line of its unit. */
export function Stop({ state, stateLabel, kind, title }: StopProps) {
  return (
    <li className="ls-stop">
      <span className="ls-stop__mark" data-state={state} aria-hidden="true" />
      <span>
        <span className="ls-stop__kind">{kind}</span>
        <br />
        {title}
      </span>
      {stateLabel !== undefined && (
        <span className="ls-stop__state" data-state={state}>
          {stateLabel}
        </span>
      )}
    </li>
  );
}

/** A unit of the course as a line with stops. */
export function Track({ children }: { readonly children: ReactNode }) {
  return <ol className="ls-track">{children}</ol>;
}
