"use client";
import { HintLadder, type HintLadderProps } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { useHydrated } from "#web/chrome/hydrated.tsx";

/** The hint ladder in the reader's language. */
export function Hints({ hints }: Pick<HintLadderProps, "hints">) {
  const t = useTranslations("exercise");
  const hydrated = useHydrated();
  return (
    <HintLadder
      hints={hints}
      disabled={!hydrated}
      moreLabel={(next, count) => (next === 1 ? t("hintFirst") : t("hintNext", { next, count }))}
      doneLabel={t("hintsDone")}
    />
  );
}
