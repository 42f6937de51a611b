"use client";
import type { DraftView } from "@lockstep/api";
import type { Language, SourceFile } from "@lockstep/contracts";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPC } from "#web/api/api-provider.tsx";
import { type DraftPlace, readLocalDraft, writeLocalDraft } from "./local-draft.ts";

const SAVE_AFTER_MS = 900;

/** Where the draft is kept at the moment. `here`: in this browser only. */
export type DraftState = "untouched" | "saving" | "saved" | "here";

/** The files one works on, and the keeping of them. */
export interface Draft {
  readonly files: readonly SourceFile[];
  readonly state: DraftState;
  /** A newer draft that another window saved. */
  readonly conflict: DraftView | null;
  readonly change: (path: string, text: string) => void;
  readonly replace: (files: readonly SourceFile[]) => void;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/** What {@link useDraft} starts from. */
export interface DraftOptions {
  readonly place: DraftPlace & { readonly language: Language };
  readonly starter: readonly SourceFile[];
  /** The server's draft. */
  readonly saved: DraftView | null;
  /** Shown in the place of any draft at first: a submission that was reopened. */
  readonly shown: readonly SourceFile[] | null;
  /** Told when a draft of this browser takes the place of the first files, so that the editor follows. */
  readonly onRestored: (files: readonly SourceFile[]) => void;
}

/**
 * Keeps what is typed: at once in this browser, and after a short rest on the server, for those who are signed in.
 * A save that meets a newer draft of another window overwrites nothing and asks.
 */
export function useDraft({ place, starter, saved, shown, onRestored }: DraftOptions): Draft {
  const [files, setFiles] = useState<readonly SourceFile[]>(shown ?? saved?.files ?? starter);
  const [state, setState] = useState<DraftState>(saved === null ? "untouched" : "saved");
  const [conflict, setConflict] = useState<DraftView | null>(null);
  const revision = useRef(saved?.revision ?? 0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.student.saveDraft.mutationOptions());
  const { viewerId, slug, language } = place;

  const save = useCallback(
    async (next: readonly SourceFile[]) => {
      setState("saving");
      try {
        const answer = await mutateAsync({ slug, language, files: [...next], revision: revision.current });
        if (answer.kind === "conflict") {
          setConflict(answer.draft);
          setState("here");
          return;
        }
        revision.current = answer.revision;
        setState("saved");
        writeLocalDraft({ viewerId, slug, language }, { files: [...next], dirty: false, revision: answer.revision });
      } catch {
        // It is kept in this browser; the next change tries again.
        setState("here");
      }
    },
    [mutateAsync, viewerId, slug, language],
  );

  const replace = useCallback(
    (next: readonly SourceFile[]) => {
      setFiles(next);
      writeLocalDraft({ viewerId, slug, language }, { files: [...next], dirty: true, revision: revision.current });
      clearTimeout(timer.current);
      if (viewerId === null) return setState("here");
      setState("saving");
      timer.current = setTimeout(() => void save(next), SAVE_AFTER_MS);
    },
    [viewerId, slug, language, save],
  );

  const latest = useRef(files);
  useEffect(() => {
    latest.current = files;
  }, [files]);
  const change = useCallback(
    (path: string, text: string) => {
      if (latest.current.some((file) => file.path === path && file.text === text)) return;
      const next = latest.current.map((file) => (file.path === path ? { path, text } : file));
      // Two changes may come before the next render.
      latest.current = next;
      replace(next);
    },
    [replace],
  );

  const first = useRef({ shown, onRestored, replace, paths: starter.map(({ path }) => path) });
  useEffect(() => {
    if (first.current.shown !== null) return;
    const local = readLocalDraft({ viewerId, slug, language });
    // A draft of other files belongs to an older version of the exercise.
    if (!local?.dirty || !first.current.paths.every((path) => local.files.some((file) => file.path === path))) return;
    revision.current = Math.max(local.revision, 0);
    first.current.replace(local.files);
    first.current.onRestored(local.files);
  }, [viewerId, slug, language]);

  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    files,
    state,
    conflict,
    change,
    replace,
    keepMine: () => {
      revision.current = conflict?.revision ?? revision.current;
      setConflict(null);
      void save(files);
    },
    takeTheirs: () => {
      if (conflict === null) return;
      revision.current = conflict.revision;
      setConflict(null);
      setFiles(conflict.files);
      setState("saved");
      writeLocalDraft(
        { viewerId, slug, language },
        { files: [...conflict.files], dirty: false, revision: conflict.revision },
      );
      onRestored(conflict.files);
    },
  };
}
