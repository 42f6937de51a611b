"use client";
import type { StarterFiles } from "@lockstep/api";
import type { CompileError, SourceFile } from "@lockstep/contracts";
import { Button, Notice } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { CodeEditor, type CodeEditorHandle } from "#web/editor/code-editor.tsx";
import { ActionBar } from "./action-bar.tsx";
import { type AsideDraft, type DraftPlace, readAside, readLocalDraft, writeAside } from "./local-draft.ts";
import type { Draft } from "./use-draft.ts";
import { useRunKeys } from "./use-run-keys.ts";
import type { Reopened } from "./workspace.tsx";

/** Props of {@link CodePanel}. */
export interface CodePanelProps {
  readonly editor: RefObject<CodeEditorHandle | null>;
  /** It is one of the tabs. */
  readonly tabbed: boolean;
  readonly place: DraftPlace;
  readonly starter: StarterFiles;
  readonly draft: Draft;
  /** The server's draft, if any: what a reopened submission puts aside. */
  readonly savedFiles: readonly SourceFile[] | null;
  readonly reopened: Reopened | null;
  readonly errors: readonly CompileError[];
  readonly busy: boolean;
  readonly signedIn: boolean;
  readonly onStart: (purpose: "run" | "submit") => void;
}

const HELP_ID = "editor-help";

/** The editor with its bar: files, reset, run and submit. */
export function CodePanel(props: CodePanelProps) {
  const { editor, tabbed, place, starter, draft, savedFiles, reopened, errors, busy, signedIn, onStart } = props;
  const t = useTranslations("exercise");
  const hydrated = useHydrated();
  const [open, setOpen] = useState(starter.entry);
  const [beforeReset, setBeforeReset] = useState<readonly SourceFile[] | null>(null);
  const [aside, setAside] = useAside(place, reopened, savedFiles);
  const modifier = useRunKeys(onStart);

  const show = (files: readonly SourceFile[]) => {
    draft.replace(files);
    editor.current?.replaceAll(files);
  };
  const reset = () => {
    setBeforeReset(draft.files);
    show(starter.files);
  };

  return (
    <section
      className="workspace__code"
      id="view-panel-code"
      {...(tabbed ? { role: "tabpanel", "aria-labelledby": "view-tab-code" } : { "aria-label": t("code") })}
    >
      <div className="code-head">
        <div className="code-head__files">
          {starter.files.length === 1 ? (
            <code>{starter.entry}</code>
          ) : (
            starter.files.map(({ path }) => (
              <Button key={path} size="small" look="quiet" aria-pressed={path === open} onClick={() => setOpen(path)}>
                {path}
              </Button>
            ))
          )}
          <DraftNote draft={draft} />
        </div>
        <Button size="small" look="quiet" disabled={!hydrated} onClick={reset}>
          {t("reset")}
        </Button>
      </div>
      {aside !== null && (
        <Notice
          tone="none"
          title={t("reopened", { id: shortId(aside.submissionId) })}
          actions={
            <Button
              size="small"
              disabled={!hydrated}
              onClick={() => {
                show(aside.files);
                setAside(null);
              }}
            >
              {t("restoreDraft")}
            </Button>
          }
        />
      )}
      {beforeReset !== null && (
        <Notice
          tone="none"
          role="status"
          title={t("resetDone")}
          actions={
            <>
              <Button
                size="small"
                onClick={() => {
                  show(beforeReset);
                  setBeforeReset(null);
                }}
              >
                {t("undo")}
              </Button>
              <Button size="small" look="quiet" onClick={() => setBeforeReset(null)}>
                {t("dismiss")}
              </Button>
            </>
          }
        />
      )}
      {draft.conflict !== null && (
        <Notice
          tone="limit"
          role="alert"
          title={t("draftElsewhere")}
          actions={
            <>
              <Button size="small" onClick={draft.takeTheirs}>
                {t("loadDraft")}
              </Button>
              <Button size="small" look="quiet" onClick={draft.keepMine}>
                {t("keepMine")}
              </Button>
            </>
          }
        />
      )}
      <CodeEditor
        ref={editor}
        files={draft.files}
        open={open}
        onChange={draft.change}
        errors={errors}
        helpId={HELP_ID}
      />
      <p className="code-help" id={HELP_ID}>
        {t("editorHelp", { modifier })}
      </p>
      <ActionBar busy={busy} signedIn={signedIn} modifier={modifier} onStart={onStart} />
    </section>
  );
}

/** First part of an id: enough to tell one's own submissions apart. */
function shortId(id: string): string {
  return id.slice(-6);
}

/** Where the draft is kept, in few words. */
function DraftNote({ draft }: { readonly draft: Draft }) {
  const t = useTranslations("exercise");
  if (draft.state === "untouched") return null;
  return (
    <span className="code-head__note" data-draft={draft.state}>
      {t(({ saving: "saving", saved: "saved", here: "savedHere" } as const)[draft.state])}
    </span>
  );
}

/** The draft that a reopened submission has put aside; kept in this browser, so that leaving the page loses nothing. */
function useAside(place: DraftPlace, reopened: Reopened | null, savedFiles: readonly SourceFile[] | null) {
  const [aside, setAside] = useState<AsideDraft | null>(null);
  const first = useRef({ reopened, savedFiles });
  useEffect(() => {
    const { reopened: opened, savedFiles: saved } = first.current;
    const kept = readAside(place);
    const files = kept?.files ?? readLocalDraft(place)?.files ?? saved;
    if (opened === null || files === null) return setAside(opened === null ? kept : null);
    const next = { submissionId: opened.id, files: [...files] };
    writeAside(place, next);
    setAside(next);
  }, [place]);
  const set = (next: AsideDraft | null) => {
    writeAside(place, next);
    setAside(next);
  };
  return [aside, set] as const;
}
