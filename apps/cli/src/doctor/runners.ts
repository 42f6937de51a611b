import { listRunners, openDatabase, type RunnerSeen } from "@lockstep/db";
import { visibleName } from "../visible-text.ts";
import type { Finding } from "./finding.ts";

const START = "start a runner (node apps/runner/src/main.ts)";

/** Asks the database who grades. @param url Of a database with all migrations. */
export async function inspectRunners(url: string): Promise<Finding> {
  const db = openDatabase(url);
  try {
    return runnersFinding(await listRunners(db));
  } finally {
    await db.$disconnect();
  }
}

/** @param runners that were heard of lately. One that was taken over writes what it likes: it can't begin a line of its own. */
export function runnersFinding(runners: readonly RunnerSeen[]): Finding {
  const name = "runners";
  const here = runners.filter(({ lost }) => !lost);
  const ready = here.filter(({ backend }) => backend !== null);
  const sick = here.filter(({ backend }) => backend === null);
  const lost = runners.filter((runner) => runner.lost);
  if (runners.length === 0) return { name, state: "weak", detail: "none is connected", fix: START };
  const parts = [
    `${ready.length} ready`,
    ...sick.map((runner) => {
      const because = runner.trouble?.because ?? "it does not say why";
      return `${visibleName(runner.name)} has no sandbox: ${visibleName(because)}`;
    }),
    ...lost.map((runner) => `${visibleName(runner.name)} was lost`),
  ];
  const steps = [
    ...sick.flatMap(({ trouble }) => (trouble ? [visibleName(trouble.fix)] : [])),
    ...(here.length === 0 ? [START] : []),
  ];
  const state = ready.length === 0 ? "broken" : sick.length + lost.length > 0 ? "weak" : "ok";
  return { name, state, detail: parts.join(", "), fix: [...new Set(steps)].join("; ") || null };
}
