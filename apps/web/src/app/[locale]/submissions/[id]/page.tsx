import { buttonClass } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Link } from "#web/i18n/navigation.ts";
import { routing } from "#web/i18n/routing.ts";
import { api, orNotFound } from "#web/server/api.ts";
import { requireViewer } from "#web/session/current-viewer.ts";
import { SubmissionFiles, SubmissionHead } from "#web/submissions/submission-view.tsx";
import { WatchedGrading } from "#web/submissions/watched-grading.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("submissions");
  return { title: t("title") };
}

export default async function Page({ params }: PageProps<"/[locale]/submissions/[id]">) {
  const { locale, id } = await params;
  if (!hasLocale(routing.locales, locale)) notFound();
  await requireViewer(`/submissions/${id}`);
  const caller = await api();
  const submission = await orNotFound(caller.student.submission({ id }));
  const { lesson } = await orNotFound(caller.public.exercise({ slug: submission.slug }));
  const t = await getTranslations("submissions");
  return (
    <div className="page page--text">
      <SubmissionHead submission={submission} locale={locale}>
        {submission.purpose !== "program" && (
          <Link
            href={{ pathname: `/exercises/${submission.slug}`, query: { submission: id } }}
            className={buttonClass("secondary", "small")}
          >
            {t("open")}
          </Link>
        )}
      </SubmissionHead>
      <WatchedGrading submission={submission} lesson={lesson} />
      <SubmissionFiles files={submission.files} />
    </div>
  );
}
