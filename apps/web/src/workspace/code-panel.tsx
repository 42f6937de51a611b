"use client";
import type { StarterFiles } from "@lockstep/api";
import type { CompileError, SourceFile } from "@lockstep/contracts";
import { Button, Notice } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { CodeEditor, type CodeEditorHandle } from "#web/editor/code-editor.tsx";
import { ActionBar } from "./action-bar.tsx";
import { DraftNote, DraftNotices, ReplacedNotice } from "./draft-notices.tsx";
import type { DraftPlace } from "./local-copies.ts";
import { useAside } from "./use-aside.ts";
import type { Draft } from "./use-draft.ts";
import { useRunKeys } from "./use-run-keys.ts";
import type { Reopened } from "./workspace.tsx";

/** Props of {@link CodePanel}. */
export interface CodePanelProps {
  readonly editor: RefObject<CodeEditorHandle | null>;
  /** It is one of the tabs. */
  readonly tabbed: boolean;
  readonly place: DraftPlace;
  readonly exercise: { readonly slug: string; readonly version: string };
  readonly starter: StarterFiles;
  readonly draft: Draft;
  /** The server's draft, if any: what a reopened submission puts aside. */
  readonly savedFiles: readonly SourceFile[] | null;
  readonly reopened: Reopened | null;
  readonly errors: readonly CompileError[];
  readonly busy: boolean;
  readonly signedIn: boolean;
  readonly onStart: (purpose: "run" | "submit") => void;
  /** Signs in again, on this page. */
  readonly onSignIn: () => void;
  /** A newer version of the exercise is out than the page shows; null otherwise. */
  readonly onLoadVersion: (() => void) | null;
}

const HELP_ID = "editor-help";

/** What stood in the editor before all of it was replaced. */
interface Replaced {
  readonly by: "starter" | "theirs";
  readonly before: readonly SourceFile[];
  readonly version: string;
}

/** The editor with its bar: files, reset, run and submit. */
export function CodePanel(props: CodePanelProps) {
  const { editor, tabbed, place, exercise, starter, draft, savedFiles, reopened, errors, busy, signedIn } = props;
  const { onStart, onSignIn, onLoadVersion } = props;
  const t = useTranslations("exercise");
  const hydrated = useHydrated();
  const [chosen, setChosen] = useState(starter.entry);
  const [replaced, setReplaced] = useState<Replaced | null>(null);
  const [aside, setAside] = useAside(place, reopened, savedFiles);
  const modifier = useRunKeys(onStart);
  const paths = draft.files.map(({ path }) => path);
  const open = paths.includes(chosen) ? chosen : (paths[0] ?? starter.entry);

  const show = (files: readonly SourceFile[], version?: string) => {
    draft.keeper.replace(files, version);
    editor.current?.replaceAll(files);
  };
  const replace = (by: Replaced["by"]) => {
    const { files: before, version } = draft;
    setReplaced({ by, before, version });
    if (by === "starter") return show(starter.files, exercise.version);
    draft.keeper.takeTheirs();
    editor.current?.replaceAll(draft.keeper.snapshot().files);
  };

  return (
    <section
      className="workspace__code"
      id="view-panel-code"
      {...(tabbed ? { role: "tabpanel", "aria-labelledby": "view-tab-code" } : { "aria-label": t("code") })}
    >
      <div className="code-head">
        <div className="code-head__files">
          {paths.length === 1 ? (
            <code>{open}</code>
          ) : (
            paths.map((path) => (
              <Button key={path} size="small" look="quiet" aria-pressed={path === open} onClick={() => setChosen(path)}>
                {path}
              </Button>
            ))
          )}
          <DraftNote draft={draft} />
        </div>
        <Button size="small" look="quiet" disabled={!hydrated} onClick={() => replace("starter")}>
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
      {replaced !== null && (
        <ReplacedNotice
          by={replaced.by}
          before={replaced.before}
          onUndo={(files) => {
            show(files, replaced.version);
            setReplaced(null);
          }}
          onClose={() => setReplaced(null)}
        />
      )}
      <DraftNotices
        draft={draft}
        exercise={exercise}
        starter={starter}
        onReplace={replace}
        onSignIn={onSignIn}
        onLoadVersion={onLoadVersion}
      />
      <CodeEditor
        ref={editor}
        files={draft.files}
        open={open}
        onChange={(path, text) => draft.keeper.change(path, text)}
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
