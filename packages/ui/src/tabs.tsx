"use client";
import { type KeyboardEvent, type ReactNode, useRef } from "react";

/** One tab of a list. */
export interface TabItem {
  readonly id: string;
  readonly label: string;
  /** A number beside the label. */
  readonly count?: number | undefined;
  /** Something is under way there. */
  readonly mark?: ReactNode;
}

/** Props of {@link TabList}. */
export interface TabListProps {
  readonly label: string;
  /** First part of the ids: `<name>-tab-<id>` and `<name>-panel-<id>`. */
  readonly name: string;
  readonly items: readonly TabItem[];
  readonly current: string;
  readonly onChange: (id: string) => void;
}

/** A list of tabs; arrow keys go along it. Draw the panels with {@link TabPanel} and the same `name`. */
export function TabList({ label, name, items, current, onChange }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.id === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const item = items[(to + items.length) % items.length];
    if (item === undefined) return;
    onChange(item.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${name}-tab-${item.id}`)}`)?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the tabs inside take the focus
    <div className="ls-tabs__list" role="tablist" aria-label={label} ref={list} onKeyDown={go}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="tab"
          id={`${name}-tab-${item.id}`}
          className="ls-tabs__tab"
          aria-selected={item.id === current}
          aria-controls={`${name}-panel-${item.id}`}
          tabIndex={item.id === current ? 0 : -1}
          onClick={() => onChange(item.id)}
        >
          {item.label}
          {item.count !== undefined && <span className="ls-tabs__count">{item.count}</span>}
          {item.mark}
        </button>
      ))}
    </div>
  );
}

/** Props of {@link TabPanel}. */
export interface TabPanelProps {
  readonly name: string;
  readonly id: string;
  readonly current: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What a tab shows. It stays mounted, so an editor or a scroll position is not lost. */
export function TabPanel({ name, id, current, className, children }: TabPanelProps) {
  return (
    <div
      role="tabpanel"
      id={`${name}-panel-${id}`}
      aria-labelledby={`${name}-tab-${id}`}
      hidden={id !== current}
      className={className}
    >
      {children}
    </div>
  );
}
