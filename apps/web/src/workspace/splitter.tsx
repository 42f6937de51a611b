"use client";
import type { KeyboardEvent, PointerEvent } from "react";

const PERCENT_MIN = 28;
const PERCENT_MAX = 68;
const STEP_PERCENT = 3;

/** Props of {@link Splitter}. */
export interface SplitterProps {
  readonly label: string;
  /** Width of the left side, in percent. */
  readonly percent: number;
  readonly onChange: (percent: number) => void;
}

/** The line between two sides; dragged, or moved by arrow keys. */
export function Splitter({ label, percent, onChange }: SplitterProps) {
  const clamp = (value: number) => Math.min(PERCENT_MAX, Math.max(PERCENT_MIN, value));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box !== undefined) onChange(clamp(((event.clientX - box.left) / box.width) * 100));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") onChange(clamp(percent - STEP_PERCENT));
    else if (event.key === "ArrowRight") onChange(clamp(percent + STEP_PERCENT));
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a focusable separator is a control
    <div
      className="splitter"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <hr> cannot be moved
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={PERCENT_MIN}
      aria-valuemax={PERCENT_MAX}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
    />
  );
}
