import { useTranslations } from "next-intl";

const steps = [
  { lane: 1, does: "look", sees: "seesOne" },
  { lane: 2, does: "look", sees: "seesOne" },
  { lane: 1, does: "sell", sees: "leftZero" },
  { lane: 2, does: "sell", sees: "leftMinus" },
] as const;

/** The bug that the course begins with, as a timetable: two lanes, four steps, one ticket too many. */
export function InterleavingFigure() {
  const t = useTranslations("home");
  return (
    <figure className="interleaving">
      <div className="interleaving__head" aria-hidden="true">
        <span data-lane="1">visitor-1</span>
        <span data-lane="2">visitor-2</span>
      </div>
      <ol className="interleaving__steps" aria-label={t("figureTitle")}>
        {steps.map((step, index) => (
          <li
            key={`${step.lane}-${step.does}`}
            data-lane={step.lane}
            style={{ animationDelay: `${300 + index * 450}ms` }}
          >
            <span className="interleaving__number" aria-hidden="true">
              {index + 1}
            </span>
            <span className="interleaving__step">
              <span className="ls-unseen">visitor-{step.lane} </span>
              <span>{t(`figure.${step.does}`)}</span> <b>{t(`figure.${step.sees}`)}</b>
            </span>
          </li>
        ))}
        <li className="interleaving__end" style={{ animationDelay: "2300ms" }}>
          {t("figure.end")}
        </li>
      </ol>
      <figcaption>{t("figureCaption")}</figcaption>
    </figure>
  );
}
