import { useTranslations } from "next-intl";

/**
 * The shape of a page while it is made. Only for pages that are always there: whatever shows this has been answered with 200
 * already, and can't be "not found" any more.
 */
export default function Loading() {
  const t = useTranslations();
  return (
    <div className="page" aria-busy="true">
      <p className="ls-unseen" role="status">
        {t("loading")}
      </p>
      <div className="ls-skeleton" style={{ height: "2.5rem", width: "min(24rem, 80%)" }} />
      <div className="ls-skeleton" style={{ height: "1rem", width: "min(38rem, 100%)" }} />
      <div className="ls-skeleton" style={{ height: "1rem", width: "min(32rem, 90%)" }} />
    </div>
  );
}
