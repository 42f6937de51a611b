"use client";
import type { DraftView, ExercisePage } from "@lockstep/api";
import type { Language, Locale, SourceFile } from "@lockstep/contracts";
import { type ComparedText, Dialog, DiffView, Spinner } from "@lockstep/ui";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useTRPC } from "#web/api/api-provider.tsx";
import { ErrorNotice } from "#web/api/error-notice.tsx";

interface Opened {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What differs between the draft of another window and the one here. */
export function DraftDifference(props: Opened & { readonly theirs: DraftView; readonly mine: readonly SourceFile[] }) {
  const { open, onClose, theirs, mine } = props;
  const t = useTranslations("exercise");
  const labels = {
    before: t("difference.theirs"),
    after: t("difference.mine"),
    same: t("difference.same"),
  };
  return (
    <Dialog wide open={open} onClose={onClose} title={t("difference.draftTitle")} closeLabel={t("dismiss")}>
      <DiffView texts={compared(theirs.files, mine)} labels={labels} />
    </Dialog>
  );
}

/** What a newer version of the exercise has changed: its statement, and the files one starts from. */
export function VersionDifference(
  props: Opened & { readonly slug: string; readonly language: Language; readonly from: string; readonly to: string },
) {
  const { open, onClose, slug, language, from, to } = props;
  const t = useTranslations("exercise");
  const locale = useLocale();
  const trpc = useTRPC();
  const before = useQuery({ ...trpc.public.exercise.queryOptions({ slug, version: from }), enabled: open });
  const after = useQuery({ ...trpc.public.exercise.queryOptions({ slug, version: to }), enabled: open });
  const error = before.error ?? after.error;
  const labels = {
    before: t("difference.before"),
    after: t("difference.now"),
    same: t("difference.sameVersion"),
  };
  const texts =
    before.data === undefined || after.data === undefined
      ? null
      : [
          {
            name: t("statement"),
            before: before.data.statement[locale],
            after: after.data.statement[locale],
          },
          ...casesCompared(before.data, after.data, locale, t("casesTitle")),
          ...compared(starterOf(before.data, language), starterOf(after.data, language)),
        ];
  return (
    <Dialog wide open={open} onClose={onClose} title={t("difference.versionTitle")} closeLabel={t("dismiss")}>
      {error !== null && <ErrorNotice error={error} />}
      {error === null && texts === null && <Spinner />}
      {texts !== null && <DiffView texts={texts} labels={labels} />}
    </Dialog>
  );
}

function starterOf(exercise: ExercisePage, language: Language): readonly SourceFile[] {
  return exercise.starters.find((starter) => starter.language === language)?.files ?? [];
}

function casesCompared(before: ExercisePage, after: ExercisePage, locale: Locale, name: string): ComparedText[] {
  const listed = ({ cases }: ExercisePage) =>
    cases.map(({ title, points }) => `${title[locale]} (${points})\n`).join("");
  return [{ name, before: listed(before), after: listed(after) }];
}

const textIn = (files: readonly SourceFile[], wanted: string) => files.find(({ path }) => path === wanted)?.text ?? "";

/** Pairs files by path; one that exists on one side only is compared with nothing. */
function compared(before: readonly SourceFile[], after: readonly SourceFile[]): ComparedText[] {
  const paths = [...new Set([...before, ...after].map(({ path }) => path))];
  return paths.map((path) => ({ name: path, before: textIn(before, path), after: textIn(after, path) }));
}
