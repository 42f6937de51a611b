import { findLesson, isLessonSlug } from "@lockstep/lessons";
import { loadLesson } from "@lockstep/lessons/load-lesson";
import { buttonClass, Icon } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";
import { api } from "#web/server/api.ts";

export async function generateMetadata({ params }: PageProps<"/[locale]/lessons/[slug]">): Promise<Metadata> {
  const { locale, slug } = await params;
  if (!hasLocale(routing.locales, locale) || !isLessonSlug(slug)) return {};
  const { lesson } = findLesson(slug);
  return { title: lesson.title[locale], description: lesson.summary[locale] };
}

export default async function Page({ params }: PageProps<"/[locale]/lessons/[slug]">) {
  const { locale, slug } = await params;
  if (!hasLocale(routing.locales, locale) || !isLessonSlug(slug)) notFound();
  const { unit, lesson } = findLesson(slug);
  const [Content, t, course] = await Promise.all([
    loadLesson(slug, locale),
    getTranslations(),
    (await api()).public.outline(),
  ]);
  const exercises = course.exercises.filter((card) => card.lesson === slug);
  return (
    <article className="page page--text">
      <header>
        <p className="lesson__meta ls-numbers">
          <Link href="/course">
            {t("course.unit", { number: unit.number })} · {unit.title[locale]}
          </Link>
          <span>{t("lesson.minutes", { minutes: lesson.readingMinutes })}</span>
        </p>
        <h1 className="lesson__title">{lesson.title[locale]}</h1>
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
