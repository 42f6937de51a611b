import type { Replay } from "@lockstep/interleave";
import type { ExploreCommand } from "./explore-command.ts";
import { UsageError } from "./exit-code.ts";

/** The whole command that shows a schedule again, for a shell. */
export function replayCommand(
  { path, scenario, input, holds, gated }: Pick<ExploreCommand, "path" | "scenario" | "input" | "holds" | "gated">,
  replay: Replay,
): string {
  const given = [
    ["--scenario", scenario],
    ["--input", input],
    ["--holds", holds],
  ].flatMap(([option, value]) => (value === null ? [] : [`${option} ${quoted(value ?? "")}`]));
  const words = ["pnpm lockstep explore", quoted(path), ...given, ...(gated ? ["--gated"] : [])];
  return `${words.join(" ")} --replay '${JSON.stringify(replay).replaceAll("'", String.raw`'\''`)}'`;
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @throws {UsageError} where a schedule is not one of this program. */
export function mustFit(missed: Replay["deviations"]): void {
  const [first] = missed;
  if (!first) return;
  const what = `decision ${first.decision} can't fall on thread ${first.thread} (both are counted from 0)`;
  throw new UsageError(
    `--replay is no schedule of this program any more: ${what}. Has the program changed, or its --input? Explore it again.`,
  );
}
