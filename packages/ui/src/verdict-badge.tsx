import type { Verdict } from "@lockstep/contracts";
import { Icon } from "./icon.tsx";
import { verdictTone } from "./tone.ts";

/** A verdict in one word, with its sign. */
export function VerdictBadge({ verdict, label }: { readonly verdict: Verdict; readonly label: string }) {
  const { tone, icon } = verdictTone(verdict);
  return (
    <span className={`ls-verdict ls-tone-${tone}`} data-verdict={verdict}>
      <Icon name={icon} />
      {label}
    </span>
  );
}

/** In the place of a verdict while there is none yet. */
export function PendingBadge({ label }: { readonly label: string }) {
  return (
    <span className="ls-verdict ls-tone-none">
      <Icon name="waiting" />
      {label}
    </span>
  );
}
