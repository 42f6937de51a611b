"use client";
import { Button, buttonClass, Icon } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { Link, usePathname } from "#web/i18n/navigation.ts";

/** Props of {@link ActionBar}. */
export interface ActionBarProps {
  readonly busy: boolean;
  readonly signedIn: boolean;
  /** "Ctrl" or "Cmd". */
  readonly modifier: string;
  readonly onStart: (purpose: "run" | "submit") => void;
}

/** Run and Submit; on a phone they stay at the lower edge. */
export function ActionBar({ busy, signedIn, modifier, onStart }: ActionBarProps) {
  const t = useTranslations("exercise");
  const hydrated = useHydrated();
  const pathname = usePathname();
  if (!signedIn)
    return (
      <div className="action-bar">
        <Link href={{ pathname: "/sign-in", query: { from: pathname } }} className={buttonClass("primary")}>
          {t("signInToSubmit")}
        </Link>
      </div>
    );
  const keys = modifier === "Cmd" ? { run: "⌘↵", submit: "⇧⌘↵" } : { run: "Ctrl ↵", submit: "Ctrl ⇧ ↵" };
  return (
    <div className="action-bar">
      <Button look="secondary" keys={keys.run} disabled={!hydrated || busy} onClick={() => onStart("run")}>
        <Icon name="play" />
        {t("run")}
      </Button>
      <Button look="primary" keys={keys.submit} disabled={!hydrated} busy={busy} onClick={() => onStart("submit")}>
        {t("submit")}
      </Button>
    </div>
  );
}
