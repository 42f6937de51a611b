"use client";
import { useEffect, useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page already listens. Buttons stay disabled until then, so that no click is lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** Sets `data-hydrated` on the body once the page listens; tests wait for it. */
export function HydratedMark() {
  useEffect(() => {
    document.body.dataset["hydrated"] = "";
  }, []);
  return null;
}
