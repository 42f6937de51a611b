import type { Verdict } from "@lockstep/contracts";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import { Sentence } from "./sentence.tsx";
import type { Explanation } from "./texts/explanation.ts";
import { verdictTone } from "./tone.ts";

/** Props of {@link VerdictCard}. */
export interface VerdictCardProps {
  readonly verdict: Verdict;
  readonly explanation: Explanation;
  /** The property that broke, where one did. */
  readonly reason?: Explanation | undefined;
  /** What the exercise says about it; stands in for the general advice. */
  readonly feedback?: string | undefined;
  /** "6 of 10 points". */
  readonly points?: string | undefined;
  readonly nextLabel: string;
  readonly children?: ReactNode;
  /** Links and buttons: the lesson's section, the next exercise. */
  readonly actions?: ReactNode;
}

/** How a submission ended: the verdict, what it means, which property broke, what to try next. */
export function VerdictCard(props: VerdictCardProps) {
  const { verdict, explanation, reason, feedback, points, nextLabel, children, actions } = props;
  const { tone, icon } = verdictTone(verdict);
  return (
    <section className={`ls-verdict-card ls-tone-${tone}`} data-verdict={verdict} aria-labelledby="verdict-title">
      <div className="ls-verdict-card__head">
        <span className="ls-verdict-card__icon">
          <Icon name={icon} />
        </span>
        <h2 className="ls-verdict-card__title" id="verdict-title">
          {explanation.title}
        </h2>
        {points !== undefined && <p className="ls-verdict-card__points">{points}</p>}
      </div>
      <p className="ls-verdict-card__means">{explanation.means}</p>
      {reason !== undefined && (
        <div className="ls-verdict-card__reason" data-reason-shown="">
          <h3>{reason.title}</h3>
          <p>
            <Sentence text={reason.means} />
          </p>
        </div>
      )}
      {children}
      <div className="ls-verdict-card__next">
        <h3>{nextLabel}</h3>
        <p>
          <Sentence text={feedback ?? reason?.next ?? explanation.next} />
        </p>
      </div>
      {actions !== undefined && <div className="ls-verdict-card__actions">{actions}</div>}
    </section>
  );
}
