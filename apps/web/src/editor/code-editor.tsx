"use client";
import type { CompileError, SourceFile } from "@lockstep/contracts";
import { useTranslations } from "next-intl";
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { useDark } from "#web/theme/use-theme.ts";
import type { EditorBundle, EditorHandle } from "./editor-handle.ts";

/** What the page can ask of the editor. */
export interface CodeEditorHandle {
  /** Shows other text in every file; where the full editor runs, one undo takes it back. */
  readonly replaceAll: (files: readonly SourceFile[]) => void;
  /** Goes to a place and takes the focus. Counts from 1. */
  readonly reveal: (path: string, line: number, column: number) => void;
}

/** Props of {@link CodeEditor}. */
export interface CodeEditorProps {
  readonly ref: Ref<CodeEditorHandle>;
  readonly files: readonly SourceFile[];
  readonly open: string;
  readonly onChange: (path: string, text: string) => void;
  readonly errors: readonly CompileError[];
  /** Id of the text that says how to leave the editor by keyboard. */
  readonly helpId: string;
}

/**
 * The editor. A plain text field holds the code until the full editor (several megabytes) is there, and for good where it
 * cannot be loaded: what is typed meanwhile is kept.
 */
export function CodeEditor({ ref, files, open, onChange, errors, helpId }: CodeEditorProps) {
  const t = useTranslations("exercise");
  const box = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const [full, setFull] = useState<EditorHandle | null>(null);
  const [failed, setFailed] = useState(false);
  const dark = useDark();
  // The mount happens once, much later than this render: it must see the files of that moment.
  const latest = useRef({ files, open, onChange, dark, t });
  useEffect(() => {
    latest.current = { files, open, onChange, dark, t };
  });

  useEffect(() => {
    const target = box.current;
    if (target === null) return;
    let left = false;
    let mounted: EditorHandle | undefined;
    const load = async () => {
      const url = "/monaco/editor.js";
      try {
        // Not for Next's bundler: the file is there already, made by the script `editor`.
        const bundle: EditorBundle = await import(/* turbopackIgnore: true */ url);
        // React runs effects twice in development; only the one that stayed may mount.
        if (left) return;
        const now = latest.current;
        mounted = bundle.mount(target, {
          files: now.files,
          open: now.open,
          dark: now.dark,
          label: now.t("editorLabel", { file: now.open }),
          onChange: (path, text) => latest.current.onChange(path, text),
        });
        setFull(mounted);
      } catch (error) {
        console.warn("The full editor could not be loaded:", error);
        if (!left) setFailed(true);
      }
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void load();
    });
    observer.observe(target);
    return () => {
      left = true;
      observer.disconnect();
      mounted?.dispose();
      setFull(null);
    };
    // Once: made anew, it would forget the cursor and what can be undone.
  }, []);

  useEffect(() => full?.open(open), [full, open]);
  useEffect(() => full?.mark(errors), [full, errors]);
  useEffect(() => full?.setDark(dark), [full, dark]);

  useImperativeHandle(ref, () => ({
    // The plain field follows `files` by itself.
    replaceAll: (next) => full?.replaceAll(next),
    reveal: (path, line, column) => {
      if (full !== null) return full.reveal(path, line, column);
      const field = plain.current;
      if (field === null) return;
      const before = field.value
        .split("\n")
        .slice(0, line - 1)
        .join("\n");
      const at = before.length + (line > 1 ? 1 : 0) + column - 1;
      field.focus();
      field.setSelectionRange(at, at);
    },
  }));

  const shown = files.find(({ path }) => path === open);
  return (
    <div className="code-editor" data-editor={full !== null ? "full" : failed ? "failed" : "plain"}>
      {full === null && (
        <textarea
          ref={plain}
          className="code-editor__plain"
          value={shown?.text ?? ""}
          onChange={(event) => onChange(open, event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          autoComplete="off"
          aria-label={t("editorLabel", { file: open })}
          aria-describedby={helpId}
        />
      )}
      {full === null && <p className="code-editor__note">{t(failed ? "editorFailed" : "editorLoading")}</p>}
      <div ref={box} className="code-editor__full" hidden={failed} />
    </div>
  );
}
