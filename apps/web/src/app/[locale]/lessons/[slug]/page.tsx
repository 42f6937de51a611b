import { isLessonSlug, outline } from "@lockstep/lessons";
import { loadLesson } from "@lockstep/lessons/load-lesson";
import { buttonClass, Icon } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";

export async function generateMetadata({ params }: PageProps<"/[locale]/lessons/[slug]">): Promise<Metadata> {
  const { locale, slug } = await params;
  if (!hasLocale(routing.locales, locale) || !isLessonSlug(slug)) return {};
  const { meta } = await loadLesson(slug, locale);
  return { title: meta.title, description: meta.summary };
}

export default async function Page({ params }: PageProps<"/[locale]/lessons/[slug]">) {
  const { locale, slug } = await params;
  if (!hasLocale(routing.locales, locale) || !isLessonSlug(slug)) notFound();
  const { meta, Content } = await loadLesson(slug, locale);
  const t = await getTranslations();
  const unit = outline.find(({ lessons }) => lessons.some((lesson) => lesson.slug === slug));
  const exercises = unit?.lessons.find((lesson) => lesson.slug === slug)?.exercises ?? [];
  return (
    <article className="page page--text">
      <header>
        <p className="lesson__meta ls-numbers">
          {unit !== undefined && (
            <Link href="/course">
              {t("course.unit", { number: unit.number })} · {unit.title[locale]}
            </Link>
          )}
          <span>{t("lesson.minutes", { minutes: meta.readingMinutes })}</span>
        </p>
        <h1 className="lesson__title">{meta.title}</h1>
      </header>
      <div className="ls-prose" lang={locale}>
        <Content />
      </div>
      {exercises.map((exercise) => (
        <section key={exercise.slug} className="lesson__next" aria-labelledby={`next-${exercise.slug}`}>
          <div>
            <p>{t("lesson.exercisesTitle")}</p>
            <h2 id={`next-${exercise.slug}`}>{exercise.title[locale]}</h2>
          </div>
          <Link href={`/exercises/${exercise.slug}`} className={buttonClass("primary")}>
            {t("lesson.openExercise")}
            <Icon name="arrow" />
          </Link>
        </section>
      ))}
    </article>
  );
}
