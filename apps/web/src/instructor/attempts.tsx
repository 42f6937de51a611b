import type { InstructorSubmissionPage } from "@lockstep/api";
import { VerdictBadge } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { LocalTime } from "#web/submissions/local-time.tsx";

/** Who has tried to grade a submission, and the verdicts that stopped counting. */
export function Attempts({ submission }: { readonly submission: Pick<InstructorSubmissionPage, "runs" | "replaced"> }) {
  const t = useTranslations();
  const { runs, replaced } = submission;
  return (
    <section className="stack" aria-labelledby="attempts">
      <h2 id="attempts" className="statement__heading">
        {t("attempts.title")}
      </h2>
      {runs.length === 0 && <p className="soft">{t("attempts.none")}</p>}
      <ol className="attempts">
        {runs.map(({ attempt, runner, state, startedAt, endedAt }) => (
          <li key={attempt}>
            <span className="ls-numbers">{t("attempts.number", { attempt })}</span>
            <code>{runner}</code>
            <span>{t(`attempts.state.${state}`)}</span>
            <span className="soft">
              <LocalTime at={endedAt ?? startedAt} />
            </span>
          </li>
        ))}
      </ol>
      {replaced.length > 0 && (
        <>
          <h3>{t("attempts.replaced")}</h3>
          <ol className="attempts">
            {replaced.map(({ verdict, points, pointsMax, replacedAt }) => (
              <li key={replacedAt.toISOString()}>
                <VerdictBadge verdict={verdict} label={t(`verdicts.${verdict}`)} />
                <span className="ls-numbers">{t("grading.points", { points, pointsMax })}</span>
                <span className="soft">
                  <LocalTime at={replacedAt} />
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
