"use client";
import { Button, errorTexts, Notice } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { signOut } from "./auth-client.ts";

/** Ends the session and goes to the start page. */
export function SignOutButton() {
  const t = useTranslations("account");
  const locale = useLocale();
  const hydrated = useHydrated();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const leave = async () => {
    setState("busy");
    if ((await signOut()) !== "done") return setState("failed");
    globalThis.location.assign(`/${locale}`);
  };
  return (
    <>
      <Button disabled={!hydrated} busy={state === "busy"} onClick={() => void leave()}>
        {t("signOut")}
      </Button>
      {state === "failed" && (
        <Notice tone="ours" role="alert" title={errorTexts.unavailable[locale].title}>
          {errorTexts.unavailable[locale].next}
        </Notice>
      )}
    </>
  );
}
