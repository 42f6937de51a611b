"use client";
import { Button } from "@lockstep/ui";
import { useTranslations } from "next-intl";

/** In the place of a page that failed. */
export default function Failure({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  const t = useTranslations("failure");
  return (
    <div className="page page--narrow">
      <header>
        <h1 className="page__title">{t("title")}</h1>
        <p className="page__lead">{t("text")}</p>
      </header>
      {error.digest !== undefined && <p className="soft ls-numbers">{t("number", { digest: error.digest })}</p>}
      <p className="row">
        <Button look="primary" onClick={reset}>
          {t("retry")}
        </Button>
      </p>
    </div>
  );
}
