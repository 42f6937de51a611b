"use client";
import type { DraftView } from "@lockstep/api";
import type { Language, SourceFile } from "@lockstep/contracts";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTRPCClient } from "#web/api/api-provider.tsx";
import { errorCodeOf } from "#web/api/error-notice.tsx";
import { findTab, randomId } from "./browser-tab.ts";
import { DraftKeeper, type DraftSnapshot } from "./draft-keeper.ts";
import { type DraftPlace, findCopy, writeCopy } from "./local-copies.ts";

/** The files one works on, and the keeping of them. */
export interface Draft extends DraftSnapshot {
  readonly keeper: DraftKeeper;
}

/** What {@link useDraft} starts from. */
export interface DraftOptions {
  readonly place: DraftPlace & { readonly language: Language };
  /** Current version of the exercise, as the page shows it. */
  readonly version: string;
  readonly starter: readonly SourceFile[];
  /** The server's draft. */
  readonly saved: DraftView | null;
  /** Shown in the place of any draft at first: a submission that was reopened. */
  readonly shown: { readonly files: readonly SourceFile[]; readonly version: string } | null;
  /** Told when other files take the place of the first ones by themselves, so that the editor follows. */
  readonly onRestored: (files: readonly SourceFile[]) => void;
}

/** Keeps what is typed; see {@link DraftKeeper}. Unsaved work that an earlier page left in this browser goes on. */
export function useDraft({ place, version, starter, saved, shown, onRestored }: DraftOptions): Draft {
  const client = useTRPCClient();
  const { viewerId, slug, language } = place;
  const [keeper] = useState(
    () =>
      new DraftKeeper({
        files: shown?.files ?? saved?.files ?? starter,
        version: shown?.version ?? saved?.version ?? version,
        saved,
        save:
          viewerId === null
            ? null
            : ({ files, ...draft }) => client.student.saveDraft.mutate({ slug, language, files: [...files], ...draft }),
        codeOf: errorCodeOf,
      }),
  );
  const snapshot = useSyncExternalStore(keeper.subscribe, keeper.snapshot, keeper.snapshot);

  const first = useRef({ place, shown, onRestored });
  useEffect(() => {
    const { place: here, shown: instead, onRestored: tell } = first.current;
    let left = false;
    const goOn = async () => {
      const tab = await findTab();
      if (left) return;
      const copy = instead === null ? findCopy(here, tab) : null;
      const typedAlready = keeper.snapshot().state !== "untouched" && keeper.snapshot().state !== "saved";
      copy?.take();
      // Not lost, only left for the next load.
      if (copy !== null && typedAlready) writeCopy(here, randomId(), copy);
      keeper.keepCopies((next) => writeCopy(here, tab.id, next));
      if (copy === null || typedAlready) return;
      keeper.restore(copy);
      tell(copy.files);
    };
    void goOn();
    keeper.start();
    const hurry = () => keeper.hurry();
    globalThis.addEventListener("online", hurry);
    globalThis.addEventListener("pagehide", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      left = true;
      globalThis.removeEventListener("online", hurry);
      globalThis.removeEventListener("pagehide", hurry);
      document.removeEventListener("visibilitychange", hurry);
      // Going on to another page of the site: what was just typed is on its way, and in the browser's copy until then.
      keeper.hurry();
      keeper.stop();
    };
  }, [keeper]);

  // A newer version of the exercise has arrived under the draft: its new files are added, nothing is taken away.
  useEffect(() => {
    if (keeper.beginAnew(starter, version)) first.current.onRestored(starter);
    else if (keeper.addMissing(starter)) first.current.onRestored(keeper.snapshot().files);
  }, [keeper, starter, version]);

  return { ...snapshot, keeper };
}
