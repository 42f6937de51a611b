import { Judge } from "@lockstep/judge";
import { openSandbox, SandboxUnavailableError } from "@lockstep/sandbox";
import { availableParallelism } from "node:os";
import { ExitCode } from "./exit-code.ts";

/** Opens the sandbox and a judge, and closes both whatever happens. Nothing is ever run without a sandbox. */
export async function withJudge(body: (judge: Judge) => Promise<number>): Promise<number> {
  return withJudges((judge) => body(judge), 1);
}

/** As `withJudge`, with several: as many as there are cores where `count` is absent. Each grades by itself. */
export async function withJudges(
  body: (...judges: readonly [Judge, ...Judge[]]) => Promise<number>,
  count = availableParallelism(),
): Promise<number> {
  let sandbox;
  try {
    sandbox = await openSandbox();
  } catch (cause) {
    if (!(cause instanceof SandboxUnavailableError)) throw cause;
    process.stderr.write(`The sandbox is not available: ${cause.because}\n${cause.fix}\n`);
    return ExitCode.noSandbox;
  }
  const first = new Judge(sandbox);
  const others = Array.from({ length: count - 1 }, () => new Judge(sandbox));
  try {
    return await body(first, ...others);
  } finally {
    await Promise.all([first, ...others].map((judge) => judge.close()));
    await sandbox.close();
  }
}
