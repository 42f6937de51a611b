import type { SubmissionState } from "@lockstep/api";
import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { notFound } from "next/navigation";
import { routing } from "#web/i18n/routing.ts";
import { api, orNotFound, orNull } from "#web/server/api.ts";
import { currentViewer } from "#web/session/current-viewer.ts";
import { RESULT_PARAMETER } from "#web/workspace/remembered-result.ts";
import { Workspace } from "#web/workspace/workspace.tsx";
import { Statement } from "./statement.tsx";

const HISTORY_LENGTH = 20;

const isUnfinished = (state: SubmissionState) => state === "waiting" || state === "grading";

export async function generateMetadata({ params }: PageProps<"/[locale]/exercises/[slug]">): Promise<Metadata> {
  const { locale, slug } = await params;
  if (!hasLocale(routing.locales, locale)) return {};
  const exercise = await orNotFound((await api()).public.exercise({ slug }));
  return { title: exercise.title[locale], description: exercise.summary[locale] };
}

export default async function Page({ params, searchParams }: PageProps<"/[locale]/exercises/[slug]">) {
  const { locale, slug } = await params;
  const { submission, [RESULT_PARAMETER]: result } = await searchParams;
  if (!hasLocale(routing.locales, locale)) notFound();
  const caller = await api();
  const exercise = await orNotFound(caller.public.exercise({ slug }));
  const viewer = await currentViewer();
  const [starter] = exercise.starters;
  if (starter === undefined) notFound();
  const [draft, history, reopened] =
    viewer === null
      ? [null, null, null]
      : await Promise.all([
          caller.student.draft({ slug, language: starter.language }),
          caller.student.submissions({ slug, limit: HISTORY_LENGTH }),
          typeof submission === "string" ? orNotFound(caller.student.submission({ id: submission })) : null,
        ]);
  const running = history?.items.find(({ state, purpose }) => purpose !== "program" && isUnfinished(state));
  const shown = typeof result === "string" && viewer !== null ? result : running?.id;
  const grading = shown === undefined ? null : await orNull(caller.student.submission({ id: shown }));
  return (
    <Workspace
      // Another submission, another start: nothing of the one before may stay.
      key={reopened?.id ?? "draft"}
      exercise={{ slug: exercise.slug, version: exercise.version, lesson: exercise.lesson, title: exercise.title }}
      starter={starter}
      viewerId={viewer?.id ?? null}
      draft={draft}
      submissions={history?.items ?? []}
      reopened={reopened === null ? null : { id: reopened.id, version: reopened.version, files: reopened.files }}
      grading={grading?.slug === slug ? { id: grading.id, purpose: grading.purpose, progress: grading.progress } : null}
      statement={<Statement exercise={exercise} locale={locale} />}
    />
  );
}
