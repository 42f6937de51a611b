"use client";
import { useSyncExternalStore } from "react";
import { type Theme, THEME_COOKIE, themeOf } from "./theme.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const device = matchMedia("(prefers-color-scheme: dark)");
  device.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    device.removeEventListener("change", changed);
  };
}

const chosen = () => themeOf(document.documentElement.dataset["theme"]);
const isDark = () =>
  chosen() === "dark" || (chosen() === "system" && matchMedia("(prefers-color-scheme: dark)").matches);

/** The reader's choice; the page's `data-theme` holds it, so every part that asks agrees. */
export function useTheme(initial: Theme): Theme {
  return useSyncExternalStore(subscribe, chosen, () => initial);
}

/** Whether the page is dark right now, by choice or by the device. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark, () => false);
}

/** Applies a choice at once and keeps it for the next visit. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  // oxlint-disable-next-line unicorn/no-document-cookie -- the Cookie Store API is not in every browser we support
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
