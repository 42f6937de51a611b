"use client";
import type { SourceFile } from "@lockstep/contracts";
import { useEffect, useRef, useState } from "react";
import { findTab } from "./browser-tab.ts";
import { type AsideDraft, type DraftPlace, findCopy, readAside, writeAside } from "./local-copies.ts";
import type { Reopened } from "./workspace.tsx";

/** The draft that a reopened submission has put aside; kept in this browser, so that leaving the page loses nothing. */
export function useAside(place: DraftPlace, reopened: Reopened | null, savedFiles: readonly SourceFile[] | null) {
  const [aside, setAside] = useState<AsideDraft | null>(null);
  const first = useRef({ reopened, savedFiles });
  useEffect(() => {
    let left = false;
    const look = async () => {
      const { reopened: opened, savedFiles: saved } = first.current;
      const kept = readAside(place);
      const tab = await findTab();
      if (left) return;
      const files = kept?.files ?? findCopy(place, tab)?.files ?? saved;
      if (opened === null || files === null) return setAside(opened === null ? kept : null);
      const next = { submissionId: opened.id, files: [...files] };
      writeAside(place, next);
      setAside(next);
    };
    void look();
    return () => {
      left = true;
    };
  }, [place]);
  const set = (next: AsideDraft | null) => {
    writeAside(place, next);
    setAside(next);
  };
  return [aside, set] as const;
}
