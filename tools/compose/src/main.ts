#!/usr/bin/env node
// `pnpm test:compose`: the whole of infra/docker-compose.yml with two runners, one grading from a browser, and the sandbox's
// joints in a runner's container. Exit code 75 and a loud line where no Docker engine can be had: then nothing was tested.
import { repositoryRoot, searchPath } from "@lockstep/dev";
import { join } from "node:path";
import { type Engine, NoEngineError, openEngine } from "./engine.ts";
import { buildImage, ensureBaseImage } from "./images.ts";
import { run } from "./shell.ts";
import { type Stack, startStack } from "./stack.ts";

const NOT_RUN = 75;
const RUNNERS = 2;

function gradeFromBrowser({ address }: Stack): void {
  const web = join(repositoryRoot, "apps/web");
  const env = { ...process.env, PATH: searchPath(web), SITE_ADDRESS: address };
  run(["vitest", "run", "--config", "e2e/given/vitest.config.ts"], { cwd: web, env });
}

/** A runner's container is read-only: vitest reads its configuration as it is, and keeps its own files in the scratch folder. */
function proveJoints(stack: Stack): void {
  const vitest = ["node", "node_modules/vitest/vitest.mjs", "run", "--configLoader", "native"];
  stack.runIn("runner", "/opt/lockstep/packages/sandbox", [...vitest, "test/joint"]);
}

async function main(): Promise<number> {
  let engine: Engine;
  try {
    engine = await openEngine();
  } catch (cause) {
    if (!(cause instanceof NoEngineError)) throw cause;
    const line = "!".repeat(80);
    process.stderr.write(
      `${line}\nNOT RUN: nothing of docker-compose.yml was tested here, because ${cause.message}\n${line}\n`,
    );
    return NOT_RUN;
  }
  let stack: Stack | undefined;
  try {
    ensureBaseImage(engine.env);
    buildImage(engine.env);
    stack = await startStack(engine.env, RUNNERS);
    gradeFromBrowser(stack);
    proveJoints(stack);
    console.log("The compose stack graded from a browser, and the joints hold in a runner's container.");
    return 0;
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    stack?.printLogs();
    return 1;
  } finally {
    stack?.down();
    await engine.stop();
  }
}

process.exitCode = await main();
