"use client";
import { useSyncExternalStore } from "react";

const query = "(min-width: 60rem)";

/** Whether statement and code stand side by side. The width in `workspace.css` is the same. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
    () => true,
  );
}
