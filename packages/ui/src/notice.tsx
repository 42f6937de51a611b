import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import type { Tone } from "./tone.ts";

/** Props of {@link Notice}. */
export interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** `alert` interrupts those who listen to the page; for what just went wrong. */
  readonly role?: "alert" | "status";
}

const icons = { good: "accepted", bad: "error", limit: "ours", ours: "ours", none: "info" } as const satisfies Record<
  Tone,
  IconName
>;

/** A message in its place on the page: what happened, and what to do next. */
export function Notice({ tone, title, children, actions, role }: NoticeProps) {
  return (
    <div className={`ls-notice ls-tone-${tone}`} role={role}>
      <span className="ls-notice__icon">
        <Icon name={icons[tone]} />
      </span>
      <p className="ls-notice__title">{title}</p>
      {children !== undefined && <div className="ls-notice__text">{children}</div>}
      {actions !== undefined && <div className="ls-notice__actions">{actions}</div>}
    </div>
  );
}

/** Nothing is here yet: says so, and what would bring something. */
export function EmptyState(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="ls-empty">
      <p className="ls-empty__title">{props.title}</p>
      <p>{props.children}</p>
      {props.action}
    </div>
  );
}
