import { buttonClass, EmptyState, Notice } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";
import { RunnerList } from "#web/instructor/runner-list.tsx";
import { api } from "#web/server/api.ts";
import { requireViewer } from "#web/session/current-viewer.ts";
import { SubmissionTable } from "#web/submissions/submission-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("instructor");
  return { title: t("title") };
}

export default async function Page({ params, searchParams }: PageProps<"/[locale]/instructor">) {
  const { locale } = await params;
  const viewer = await requireViewer("/instructor");
  // Whoever may not see it is told no more than that there is nothing.
  if (viewer.role !== "instructor" || !hasLocale(routing.locales, locale)) notFound();
  const { exercise, after } = await searchParams;
  const t = await getTranslations();
  const caller = await api();
  const [{ exercises }, dead, runners] = await Promise.all([
    caller.public.outline(),
    caller.instructor.deadLetters(),
    caller.instructor.runners(),
  ]);
  const chosen = exercises.find(({ slug }) => slug === exercise)?.slug;
  const cursor = typeof after === "string" ? after : null;
  const list = await caller.instructor.submissions({ slug: chosen, cursor });
  const choices: readonly { readonly slug: string | undefined; readonly label: string }[] = [
    { slug: undefined, label: t("instructor.all") },
    ...exercises.map(({ slug, title }) => ({ slug, label: title[locale] })),
  ];
  return (
    <div className="page page--text">
      <h1 className="page__title">{t("instructor.title")}</h1>
      {dead.length > 0 && (
        <Notice
          tone="ours"
          title={t("deadLetters.some", { count: dead.length })}
          actions={
            <Link href="/instructor/dead-letters" className={buttonClass("secondary", "small")}>
              {t("deadLetters.see")}
            </Link>
          }
        >
          {t("deadLetters.someNote", { count: dead.length })}
        </Notice>
      )}
      <RunnerList runners={runners} />
      <header>
        <h2 className="runners__title">{t("submissions.title")}</h2>
        <p className="soft">{t("instructor.lead")}</p>
      </header>
      <nav className="row choices" aria-label={t("instructor.choose")}>
        {choices.map(({ slug, label }) => (
          <Link
            key={label}
            href={{ pathname: "/instructor", query: slug === undefined ? {} : { exercise: slug } }}
            aria-current={slug === chosen ? "page" : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      {list.items.length === 0 ? (
        <EmptyState title={t("submissions.emptyTitle")}>{t("instructor.empty")}</EmptyState>
      ) : (
        <SubmissionTable lines={list.items} withExercise={chosen === undefined} base="/instructor/submissions" />
      )}
      {list.nextCursor !== null && (
        <p>
          <Link
            href={{
              pathname: "/instructor",
              query: { ...(chosen !== undefined && { exercise: chosen }), after: list.nextCursor },
            }}
          >
            {t("submissions.older")}
          </Link>
        </p>
      )}
    </div>
  );
}
