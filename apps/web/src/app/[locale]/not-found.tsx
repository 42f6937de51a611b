import { buttonClass } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { Link } from "#web/i18n/navigation.ts";

export default function NotFound() {
  const t = useTranslations("notFound");
  return (
    <div className="page page--narrow">
      <header>
        <p className="page__kicker ls-numbers">404</p>
        <h1 className="page__title">{t("title")}</h1>
        <p className="page__lead">{t("text")}</p>
      </header>
      <p className="row">
        <Link href="/course" className={buttonClass("primary")}>
          {t("toCourse")}
        </Link>
        <Link href="/" className={buttonClass("quiet")}>
          {t("toHome")}
        </Link>
      </p>
    </div>
  );
}
