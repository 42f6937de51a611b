"use client";
import { Icon, SwitchGroup } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import type { Theme } from "./theme.ts";
import { chooseTheme, useTheme } from "./use-theme.ts";

/** Lets the reader choose light, dark or the device's choice. */
export function ThemeToggle({ initial }: { readonly initial: Theme }) {
  const t = useTranslations("theme");
  const hydrated = useHydrated();
  const theme = useTheme(initial);
  return (
    <SwitchGroup
      label={t("label")}
      value={theme}
      disabled={!hydrated}
      onChange={chooseTheme}
      options={[
        { value: "system", label: t("system"), icon: <Icon name="screen" /> },
        { value: "light", label: t("light"), icon: <Icon name="sun" /> },
        { value: "dark", label: t("dark"), icon: <Icon name="moon" /> },
      ]}
    />
  );
}
