import { Notice } from "@lockstep/ui";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { routing } from "#web/i18n/routing.ts";
import { Attempts } from "#web/instructor/attempts.tsx";
import { api, orNotFound } from "#web/server/api.ts";
import { requireViewer } from "#web/session/current-viewer.ts";
import { SubmissionFiles, SubmissionHead } from "#web/submissions/submission-view.tsx";
import { OthersGrading } from "#web/submissions/others-grading.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("instructor");
  return { title: t("title") };
}

export default async function Page({ params }: PageProps<"/[locale]/instructor/submissions/[id]">) {
  const { locale, id } = await params;
  const viewer = await requireViewer(`/instructor/submissions/${id}`);
  if (viewer.role !== "instructor" || !hasLocale(routing.locales, locale)) notFound();
  const caller = await api();
  const submission = await orNotFound(caller.instructor.submission({ id }));
  const { lesson } = await orNotFound(caller.public.exercise({ slug: submission.slug }));
  const t = await getTranslations("grading");
  const words = await getTranslations("instructor");
  return (
    <div className="page page--text">
      <SubmissionHead
        submission={submission}
        locale={locale}
        student={words("student", { name: submission.student.name, email: submission.student.email })}
      />
      {submission.internal !== null && (
        <Notice tone="ours" title={t("technical")}>
          <pre className="grading__because">{submission.internal}</pre>
        </Notice>
      )}
      <OthersGrading submission={submission} lesson={lesson} />
      <Attempts submission={submission} />
      <SubmissionFiles files={submission.files} />
    </div>
  );
}
