"use client";
import { useFormatter } from "next-intl";
import { useHydrated } from "#web/chrome/hydrated.tsx";

/** A moment in the reader's own time zone; until the page listens, in UTC, as the server wrote it. */
export function LocalTime({ at }: { readonly at: Date }) {
  const format = useFormatter();
  const hydrated = useHydrated();
  const timeZone = hydrated ? new Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  return (
    <time dateTime={at.toISOString()}>
      {format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone })}
    </time>
  );
}
