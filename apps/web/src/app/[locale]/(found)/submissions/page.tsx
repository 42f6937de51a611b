import { buttonClass, EmptyState } from "@lockstep/ui";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "#web/i18n/navigation.ts";
import { api } from "#web/server/api.ts";
import { requireViewer } from "#web/session/current-viewer.ts";
import { SubmissionTable } from "#web/submissions/submission-table.tsx";

const LENGTH = 50;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("submissions");
  return { title: t("title") };
}

export default async function Page({ searchParams }: PageProps<"/[locale]/submissions">) {
  await requireViewer("/submissions");
  const { after } = await searchParams;
  const t = await getTranslations("submissions");
  const { items, nextCursor } = await (
    await api()
  ).student.submissions({ limit: LENGTH, cursor: typeof after === "string" ? after : null });
  return (
    <div className="page page--text">
      <header>
        <h1 className="page__title">{t("title")}</h1>
        <p className="page__lead">{t("lead")}</p>
      </header>
      {items.length === 0 ? (
        <EmptyState
          title={t("emptyTitle")}
          action={
            <Link href="/course" className={buttonClass("secondary")}>
              {t("toCourse")}
            </Link>
          }
        >
          {t("empty")}
        </EmptyState>
      ) : (
        <SubmissionTable lines={items} withExercise />
      )}
      {nextCursor !== null && (
        <p>
          <Link href={{ pathname: "/submissions", query: { after: nextCursor } }}>{t("older")}</Link>
        </p>
      )}
    </div>
  );
}
