import { isComing, outline } from "@lockstep/lessons";
import { buttonClass, Icon } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import { Link } from "#web/i18n/navigation.ts";
import { InterleavingFigure } from "./interleaving-figure.tsx";

const claims = [
  { title: "how.runTitle", text: "how.run" },
  { title: "how.orderTitle", text: "how.order" },
  { title: "how.whyTitle", text: "how.why" },
] as const;

export default function Home() {
  const t = useTranslations("home");
  const course = useTranslations("course");
  const locale = useLocale();
  return (
    <div className="home">
      <section className="hero">
        <div className="hero__text">
          <h1>{t("title")}</h1>
          <p className="hero__lead">{t("lead")}</p>
          <p className="row">
            <Link href="/course" className={buttonClass("primary")}>
              {t("start")}
              <Icon name="arrow" />
            </Link>
          </p>
        </div>
        <InterleavingFigure />
      </section>
      <section className="claims" aria-labelledby="how">
        <h2 id="how">{t("howTitle")}</h2>
        <ol className="claims__list">
          {claims.map((claim) => (
            <li key={claim.title}>
              <h3>{t(claim.title)}</h3>
              <p>{t(claim.text)}</p>
            </li>
          ))}
        </ol>
      </section>
      <section className="teaser" aria-labelledby="course">
        <div className="teaser__head">
          <h2 id="course">{t("courseTitle")}</h2>
          <Link href="/course">{t("courseAll")}</Link>
        </div>
        <ol className="teaser__units">
          {outline.map((unit) => (
            <li key={unit.number} data-coming={isComing(unit) ? "" : undefined}>
              <span className="teaser__number ls-numbers">{unit.number}</span>
              <div>
                <h3>
                  {unit.title[locale]}
                  {isComing(unit) && <small> {course("coming")}</small>}
                </h3>
                <p>{unit.summary[locale]}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
