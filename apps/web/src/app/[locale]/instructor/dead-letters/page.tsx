import { EmptyState } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";
import { DeadLetterList } from "#web/instructor/dead-letter-list.tsx";
import { api } from "#web/server/api.ts";
import { requireViewer } from "#web/session/current-viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("deadLetters");
  return { title: t("title") };
}

export default async function Page({ params }: PageProps<"/[locale]/instructor/dead-letters">) {
  const { locale } = await params;
  const viewer = await requireViewer("/instructor/dead-letters");
  if (viewer.role !== "instructor" || !hasLocale(routing.locales, locale)) notFound();
  const t = await getTranslations();
  const letters = await (await api()).instructor.deadLetters();
  return (
    <div className="page page--text">
      <header>
        <p className="page__kicker">
          <Link href="/instructor">{t("instructor.title")}</Link>
        </p>
        <h1 className="page__title">{t("deadLetters.title")}</h1>
        {letters.length > 0 && <p className="page__lead">{t("deadLetters.lead")}</p>}
      </header>
      {letters.length === 0 ? (
        <EmptyState title={t("deadLetters.emptyTitle")}>{t("deadLetters.empty")}</EmptyState>
      ) : (
        <DeadLetterList letters={letters} />
      )}
    </div>
  );
}
