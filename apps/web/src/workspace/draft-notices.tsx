"use client";
import type { StarterFiles } from "@lockstep/api";
import type { SourceFile } from "@lockstep/contracts";
import { Button, Notice } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNotice } from "#web/api/error-notice.tsx";
import { DraftDifference, VersionDifference } from "./difference.tsx";
import type { Draft } from "./use-draft.ts";

/** Props of {@link DraftNotices}. */
export interface DraftNoticesProps {
  readonly draft: Draft;
  readonly exercise: { readonly slug: string; readonly version: string };
  readonly starter: StarterFiles;
  /** Replaces all files, in the editor too; what was there can be had back. */
  readonly onReplace: (by: "starter" | "theirs") => void;
  /** Signs in again, on this page. */
  readonly onSignIn: () => void;
  /** A newer version of the exercise is out than the page shows; null otherwise. */
  readonly onLoadVersion: (() => void) | null;
}

/** What the reader has to know, or to decide, about the draft. Nothing is decided without them. */
export function DraftNotices(props: DraftNoticesProps) {
  const { draft, exercise, starter, onReplace, onSignIn, onLoadVersion } = props;
  const t = useTranslations("exercise");
  const [compared, setCompared] = useState<"draft" | "version" | null>(null);
  const outdated = draft.state !== "untouched" && draft.version !== exercise.version;
  const close = () => setCompared(null);
  return (
    <>
      {draft.theirs !== null && (
        <Notice
          tone="limit"
          role="alert"
          title={t("draftElsewhere")}
          actions={
            <>
              <Button size="small" onClick={() => setCompared("draft")}>
                {t("seeDifference")}
              </Button>
              <Button size="small" onClick={() => draft.keeper.keepMine()}>
                {t("keepMine")}
              </Button>
              <Button size="small" onClick={() => onReplace("theirs")}>
                {t("takeTheirs")}
              </Button>
            </>
          }
        >
          {t("draftElsewhereNote")}
        </Notice>
      )}
      {draft.state === "signed-out" && (
        <Notice
          tone="limit"
          role="alert"
          title={t("signedOut")}
          actions={
            <Button size="small" onClick={onSignIn}>
              {t("signInAgain")}
            </Button>
          }
        >
          {t("signedOutNote")}
        </Notice>
      )}
      {draft.state === "refused" && <ErrorNotice error={draft.refusal} />}
      {onLoadVersion !== null && (
        <Notice
          tone="limit"
          role="status"
          title={t("versionOut")}
          actions={
            <Button size="small" onClick={onLoadVersion}>
              {t("versionLoad")}
            </Button>
          }
        >
          {t("versionOutNote")}
        </Notice>
      )}
      {outdated && onLoadVersion === null && (
        <Notice
          tone="limit"
          role="status"
          title={t("versionChanged")}
          actions={
            <>
              <Button size="small" onClick={() => setCompared("version")}>
                {t("versionSee")}
              </Button>
              <Button size="small" onClick={() => draft.keeper.adopt(exercise.version)}>
                {t("versionKeep")}
              </Button>
              <Button size="small" onClick={() => onReplace("starter")}>
                {t("versionStarter")}
              </Button>
            </>
          }
        >
          {t("versionChangedNote")}
        </Notice>
      )}
      {draft.theirs !== null && (
        <DraftDifference open={compared === "draft"} onClose={close} theirs={draft.theirs} mine={draft.files} />
      )}
      {outdated && (
        <VersionDifference
          open={compared === "version"}
          onClose={close}
          slug={exercise.slug}
          language={starter.language}
          from={draft.version}
          to={exercise.version}
        />
      )}
    </>
  );
}

/** Says that the editor's text was replaced, and gives the former one back. */
export function ReplacedNotice(props: {
  readonly by: "starter" | "theirs";
  readonly before: readonly SourceFile[];
  readonly onUndo: (files: readonly SourceFile[]) => void;
  readonly onClose: () => void;
}) {
  const { by, before, onUndo, onClose } = props;
  const t = useTranslations("exercise");
  return (
    <Notice
      tone="none"
      role="status"
      title={t(by === "starter" ? "resetDone" : "takenDone")}
      actions={
        <>
          <Button size="small" onClick={() => onUndo(before)}>
            {t("undo")}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {t("dismiss")}
          </Button>
        </>
      }
    />
  );
}

/** Where the draft is kept, in few words. */
export function DraftNote({ draft }: { readonly draft: Draft }) {
  const t = useTranslations("exercise");
  if (draft.state === "untouched") return null;
  const words = {
    saving: "saving",
    saved: "saved",
    here: "savedHere",
    offline: "keptOffline",
    "signed-out": "savedHere",
    refused: "savedHere",
    conflict: "savedHere",
  } as const;
  return (
    <span className="code-head__note" data-draft={draft.state}>
      {t(words[draft.state])}
    </span>
  );
}
