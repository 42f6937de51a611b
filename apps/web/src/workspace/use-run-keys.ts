"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";

const never = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/**
 * Ctrl or Cmd + Enter runs, with Shift submits, wherever the focus is. Answers the name of the key.
 * Caught on the way down, before the editor takes it for a line break.
 */
export function useRunKeys(onStart: (purpose: "run" | "submit") => void): string {
  const latest = useRef(onStart);
  useEffect(() => {
    latest.current = onStart;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) latest.current(event.shiftKey ? "submit" : "run");
    };
    globalThis.addEventListener("keydown", press, { capture: true });
    return () => globalThis.removeEventListener("keydown", press, { capture: true });
  }, []);
  return useSyncExternalStore(
    never,
    () => (isApple() ? "Cmd" : "Ctrl"),
    () => "Ctrl",
  );
}
