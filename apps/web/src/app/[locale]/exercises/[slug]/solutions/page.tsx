import { buttonClass, EmptyState } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";
import { Markdown, SourceText } from "#web/markdown/markdown.tsx";
import { api, orNotFound } from "#web/server/api.ts";
import { requireViewer } from "#web/session/current-viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("solutions");
  return { title: t("title") };
}

/** For whoever has solved the exercise: how others write it, and one's own beside that. */
export default async function Page({ params }: PageProps<"/[locale]/exercises/[slug]/solutions">) {
  const { locale, slug } = await params;
  if (!hasLocale(routing.locales, locale)) notFound();
  await requireViewer(`/exercises/${slug}/solutions`);
  const caller = await api();
  const exercise = await orNotFound(caller.public.exercise({ slug }));
  const solutions = await caller.student.models({ slug });
  const t = await getTranslations("solutions");
  const back = (
    <Link href={`/exercises/${slug}`} className={buttonClass("secondary", "small")}>
      {t("toExercise")}
    </Link>
  );
  return (
    <div className="page">
      <header>
        <p className="page__kicker">
          <Link href={`/exercises/${slug}`}>{exercise.title[locale]}</Link>
        </p>
        <h1 className="page__title">{t("title")}</h1>
        {solutions !== null && <p className="page__lead">{t("lead")}</p>}
      </header>
      {solutions === null ? (
        <EmptyState title={t("lockedTitle")} action={back}>
          {t("locked")}
        </EmptyState>
      ) : (
        <>
          <div className="solutions" data-own={solutions.own !== null}>
            <div className="solutions__models">
              {solutions.models.length === 0 && <p className="soft">{t("none")}</p>}
              {solutions.models.map(({ name, about, files }) => (
                <article key={name} id={name} className="ls-prose solution">
                  {about !== null && <Markdown text={about[locale]} />}
                  {files.map((file) => (
                    <SourceText key={file.path} text={file.text} />
                  ))}
                </article>
              ))}
            </div>
            {solutions.own !== null && (
              <section className="ls-prose solution solutions__own" aria-labelledby="own">
                <h2 id="own">{t("own")}</h2>
                {solutions.own.map((file) => (
                  <SourceText key={file.path} text={file.text} />
                ))}
              </section>
            )}
          </div>
          <p>
            <Link href="/course" className={buttonClass("primary")}>
              {t("toCourse")}
            </Link>
          </p>
        </>
      )}
    </div>
  );
}
