import { Judge } from "@lockstep/judge";
import { openSandbox, SandboxUnavailableError } from "@lockstep/sandbox";
import { ExitCode } from "./exit-code.ts";

/** Opens the sandbox and a judge, and closes both whatever happens. Nothing is ever run without a sandbox. */
export async function withJudge(body: (judge: Judge) => Promise<number>): Promise<number> {
  let sandbox;
  try {
    sandbox = await openSandbox();
  } catch (cause) {
    if (!(cause instanceof SandboxUnavailableError)) throw cause;
    process.stderr.write(`The sandbox is not available: ${cause.because}\n${cause.fix}\n`);
    return ExitCode.noSandbox;
  }
  const judge = new Judge(sandbox);
  try {
    return await body(judge);
  } finally {
    await judge.close();
    await sandbox.close();
  }
}
