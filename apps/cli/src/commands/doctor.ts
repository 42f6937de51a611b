import { inspectSandbox, timingFitness } from "@lockstep/sandbox";
import { cliEnv, EnvironmentError } from "@lockstep/env";
import { inspectData } from "../doctor/database.ts";
import { inspectDisk } from "../doctor/disk.ts";
import { type Finding, findingLines } from "../doctor/finding.ts";
import { timingFinding } from "../doctor/timing.ts";
import { ExitCode, UsageError } from "../exit-code.ts";

const STATES = { ok: "ok", degraded: "weak", missing: "broken" } as const;

/** Says what of the sandbox, the database, the queue and the disk works here, and what to do about what does not. */
export async function doctor(): Promise<number> {
  const layers = await inspectSandbox();
  print(layers.map(({ layer, state, detail, fix }) => ({ name: layer, state: STATES[state], detail, fix })));
  print([timingFinding(timingFitness())]);
  const others = [await inspectDisk(), ...(await inspectData(await findDatabase()))];
  print(others);
  if (layers.some(({ state }) => state === "missing")) {
    process.stdout.write(
      "\nSubmissions can't be graded on this machine until this is mended. Nothing is run without a sandbox.\n",
    );
    return ExitCode.noSandbox;
  }
  return others.some(({ state }) => state === "broken") ? ExitCode.notAccepted : ExitCode.ok;
}

function print(findings: readonly Finding[]): void {
  for (const finding of findings) for (const line of findingLines(finding)) process.stdout.write(`${line}\n`);
}

/** The database of DATABASE_URL, or that of a `pnpm dev` that is at work in this checkout; null where there is neither. */
async function findDatabase(): Promise<string | null> {
  const given = databaseOfEnvironment();
  if (given !== null) return given;
  try {
    const { runningDatabaseUrl } = await import("@lockstep/dev");
    return runningDatabaseUrl() ?? null;
  } catch {
    return null; // an installation without the tools of development
  }
}

function databaseOfEnvironment(): string | null {
  try {
    return cliEnv().databaseUrl;
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw new UsageError(cause.message);
    throw cause;
  }
}
