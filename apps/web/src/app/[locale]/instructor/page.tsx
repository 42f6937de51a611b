import { EmptyState } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";
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
  const { exercises } = await caller.public.outline();
  const chosen = exercises.find(({ slug }) => slug === exercise) ?? exercises[0];
  const list =
    chosen === undefined
      ? null
      : await caller.instructor.submissions({ slug: chosen.slug, cursor: typeof after === "string" ? after : null });
  return (
    <div className="page page--text">
      <header>
        <h1 className="page__title">{t("instructor.title")}</h1>
        <p className="page__lead">{t("instructor.lead")}</p>
      </header>
      <nav className="row" aria-label={t("instructor.choose")}>
        {exercises.map(({ slug, title }) => (
          <Link
            key={slug}
            href={{ pathname: "/instructor", query: { exercise: slug } }}
            aria-current={slug === chosen?.slug ? "page" : undefined}
          >
            {title[locale]}
          </Link>
        ))}
      </nav>
      {list === null || list.items.length === 0 ? (
        <EmptyState title={t("submissions.emptyTitle")}>{t("instructor.empty")}</EmptyState>
      ) : (
        <SubmissionTable lines={list.items} withExercise={false} base="/instructor/submissions" />
      )}
      {list !== null && list.nextCursor !== null && chosen !== undefined && (
        <p>
          <Link href={{ pathname: "/instructor", query: { exercise: chosen.slug, after: list.nextCursor } }}>
            {t("submissions.older")}
          </Link>
        </p>
      )}
    </div>
  );
}
