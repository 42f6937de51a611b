import type { ExercisePage } from "@lockstep/api";
import type { Locale } from "@lockstep/contracts";
import { isLessonSlug } from "@lockstep/lessons";
import { useTranslations } from "next-intl";
import { Link } from "#web/i18n/navigation.ts";
import { Markdown, SourceText } from "#web/markdown/markdown.tsx";
import { splitHints } from "@lockstep/contracts/split-hints";
import { Hints } from "./hints.tsx";

const MEBIBYTE = 2 ** 20;
const KIBIBYTE = 2 ** 10;
const MS_PER_SECOND = 1000;

/** What is asked, what is checked, and hints for those who want them. */
export function Statement({ exercise, locale }: { readonly exercise: ExercisePage; readonly locale: Locale }) {
  const t = useTranslations("exercise");
  const { body, hints } = splitHints(exercise.statement[locale]);
  return (
    <article className="statement">
      <header>
        <p className="statement__meta">
          <span>{t(`difficulty.${exercise.difficulty}`)}</span>
          <span>{t("points", { points: exercise.pointsMax })}</span>
          {isLessonSlug(exercise.lesson) && <Link href={`/lessons/${exercise.lesson}`}>{t("readLesson")}</Link>}
        </p>
        <h1 className="statement__title">{exercise.title[locale]}</h1>
      </header>
      <div className="ls-prose" lang={locale}>
        <Markdown text={body} />
      </div>
      {hints.length > 0 && (
        <section aria-labelledby="hints" className="stack">
          <h2 id="hints" className="statement__heading">
            {t("hintsTitle")}
          </h2>
          <div className="ls-prose" lang={locale}>
            <Hints hints={hints.map((hint) => ({ id: hint, content: <Markdown text={hint} /> }))} />
          </div>
        </section>
      )}
      <section aria-labelledby="checked" className="stack">
        <h2 id="checked" className="statement__heading">
          {t("casesTitle")}
        </h2>
        <p className="soft">{t("casesLead")}</p>
        <ul className="checked">
          {exercise.cases.map((one) => (
            <li key={one.id}>
              <span>{one.title[locale]}</span>
              <span className="soft ls-numbers">
                {t(one.visibility)} · {t("points", { points: one.points })}
              </span>
            </li>
          ))}
        </ul>
        <details className="visible-tests">
          <summary>{t("visibleTests")}</summary>
          <div className="ls-prose">
            <SourceText text={exercise.visibleTests} />
          </div>
        </details>
        <p className="statement__limits ls-numbers">
          {t("limits", {
            seconds: exercise.limits.wallTimeMs / MS_PER_SECOND,
            memory: exercise.limits.memoryBytes / MEBIBYTE,
            output: exercise.limits.outputBytes / KIBIBYTE,
          })}
        </p>
      </section>
    </article>
  );
}
