import type { Ending, EndingKind, Exploration, Race, ReadyProgram } from "@lockstep/interleave";
import { visible } from "./visible-text.ts";

const words: Readonly<Record<EndingKind, string>> = {
  ok: "It ended as it should.",
  invariant: "What must hold is broken.",
  "uncaught-error": "An error left a thread, and nobody caught it.",
  deadlock: "Deadlock: these threads wait for one another, and none can ever go on.",
  "lost-wake-up": "Lost wake-up: these threads sleep, and nobody is left to wake them.",
  "leaked-thread": "The main function is over, and these threads sleep for ever.",
  "lock-held": "A lock was never given back: its holder has ended.",
  livelock: "Livelock: these steps can repeat for ever, and nobody gets on.",
  starvation:
    "Starvation: these steps can repeat for ever, and a thread that could run in between never gets its turn.",
  "step-limit": "It went on and on: a busy wait, a livelock, or more steps than the limit.",
  nondeterminism:
    "The same schedule did something else when it was repeated, so nothing can be said. What is random or remembered between runs?",
};

/**
 * What was explored, and what was found, in a few lines.
 * @param counts whether a race is the fault of the program: a scenario may look without a lock.
 */
export function tellExploration(
  { coverage, runs, ends, races, failure, isProgressProved }: Exploration,
  program: Pick<ReadyProgram, "placeOf">,
  counts: (race: Race) => boolean = () => true,
): string {
  const extent = {
    complete: "Every schedule of this program at this size was explored",
    bounded: `Every schedule with at most ${coverage.kind === "bounded" ? coverage.switches : 0} forced switches was explored, and some others`,
    sampled: "Some schedules were tried; there are more",
  }[coverage.kind];
  const lines = [`${extent} (${runs} runs).`];
  for (const race of races)
    lines.push(
      `Data race on ${visible(race.object.name)}: ${raceText(race, program)}.${counts(race) ? "" : " The scenario itself looks there without a lock, so this counts as no fault."}`,
    );
  if (!failure && coverage.kind === "complete" && !isProgressProved)
    lines.push("Whether threads can go round for ever was not found out.");
  if (!failure) lines.push(races.some(counts) ? "No schedule broke anything else." : "No schedule fails.");
  const results = [
    ...new Set(
      ends.filter(({ ending }) => ending.kind === "ok").map(({ ending }) => ending.key.replace(/^ok \/ /, "")),
    ),
  ];
  if (!failure && results.length > 0)
    lines.push(
      `Results seen: ${visible(results.slice(0, 10).join(" · "))}${results.length > 10 ? ` and ${results.length - 10} more` : ""}`,
    );
  if (failure)
    lines.push(
      "",
      `A schedule that fails, found in run ${failure.run}, with ${failure.replay.deviations.length} forced ${failure.replay.deviations.length === 1 ? "switch" : "switches"}:`,
    );
  return lines.join("\n");
}

function raceText({ kind, sites }: Race, { placeOf }: Pick<ReadyProgram, "placeOf">): string {
  const [first, second] = kind.split("-");
  const places = sites.map((site) => {
    const place = placeOf(site);
    return place ? ` at ${visible(place.file)}:${place.line}` : "";
  });
  return `one thread's ${first}${places[0] ?? ""} and another's ${second}${places[1] ?? ""} are not ordered`;
}

/** How a run ended: its kind, who is stuck on what, and errors. */
export function tellEnd({ kind, stuck, key }: Ending, errors: readonly string[]): string {
  const lines = [words[kind]];
  for (const { name, on, asleep } of stuck)
    lines.push(visible(`  ${name} ${asleep ? "sleeps on" : "waits for"} ${on}`));
  for (const error of errors) lines.push(visible(`  ${error}`));
  if (kind === "invariant") lines.push(visible(`  returned ${key.replace(/^invariant \/ /, "")}`));
  return lines.join("\n");
}
