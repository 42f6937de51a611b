import type { ExerciseCard, Standing } from "@lockstep/api";
import { isComing, outline, type OutlineUnit } from "@lockstep/lessons";
import { Stop, Track } from "@lockstep/ui";
import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Link } from "#web/i18n/navigation.ts";
import { api } from "#web/server/api.ts";
import { currentViewer } from "#web/session/current-viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("course");
  return { title: t("title"), description: t("lead") };
}

export default async function Page() {
  const t = await getTranslations("course");
  const viewer = await currentViewer();
  const caller = await api();
  const [{ exercises }, standings] = await Promise.all([
    caller.public.outline(),
    viewer === null ? null : caller.student.standings(),
  ]);
  return (
    <div className="page">
      <header>
        <h1 className="page__title">{t("title")}</h1>
        <p className="page__lead">{t("lead")}</p>
        {standings === null && (
          <p className="soft">
            <Link href={{ pathname: "/sign-in", query: { from: "/course" } }}>{t("signedOut")}</Link>
          </p>
        )}
      </header>
      <div className="units">
        {outline.map((unit) => (
          <Unit key={unit.number} unit={unit} exercises={exercises} standings={standings} />
        ))}
      </div>
    </div>
  );
}

/** One unit with its stops. `standings` is null where nobody is signed in. */
function Unit({
  unit,
  exercises,
  standings,
}: {
  readonly unit: OutlineUnit;
  readonly exercises: readonly ExerciseCard[];
  readonly standings: readonly Standing[] | null;
}) {
  const t = useTranslations("course");
  const locale = useLocale();
  const coming = isComing(unit);
  return (
    <section className="unit" data-coming={coming ? "" : undefined} aria-labelledby={`unit-${unit.number}`}>
      <div>
        <p className="unit__number">{t("unit", { number: unit.number })}</p>
        <h2 className="unit__title" id={`unit-${unit.number}`}>
          {unit.title[locale]}
        </h2>
        <p className="unit__summary">{unit.summary[locale]}</p>
      </div>
      {coming ? (
        <p className="unit__coming">{t("coming")}</p>
      ) : (
        <Track>
          {unit.lessons.flatMap((lesson) => [
            <Stop
              key={lesson.slug}
              state="open"
              kind={t("lesson")}
              title={
                <Link className="ls-stop__title" href={`/lessons/${lesson.slug}`}>
                  {lesson.title[locale]}
                </Link>
              }
            />,
            ...exercises
              .filter((card) => card.lesson === lesson.slug)
              .map((exercise) => {
                const state = standings === null ? "open" : stateOf(standings, exercise.slug);
                return (
                  <Stop
                    key={exercise.slug}
                    state={state}
                    stateLabel={state === "open" ? undefined : t(`state.${state}`)}
                    kind={t("exercise")}
                    title={
                      <Link className="ls-stop__title" href={`/exercises/${exercise.slug}`}>
                        {exercise.title[locale]}
                      </Link>
                    }
                  />
                );
              }),
          ])}
        </Track>
      )}
    </section>
  );
}

function stateOf(standings: readonly Standing[], slug: string): "not-started" | "tried" | "accepted" {
  const standing = standings.find((one) => one.slug === slug);
  if (standing === undefined || standing.submissions === 0) return "not-started";
  return standing.accepted ? "accepted" : "tried";
}
