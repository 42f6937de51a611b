#!/usr/bin/env node
/**
 * The judge process: runs an exercise's tests with vitest, again for each submission, and says over the socket what
 * happened. It has no network, no database and no secrets; student code never comes here.
 * Arguments: path of the socket, folder of the tests, folder for vitest's cache.
 */
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  BaseSequencer,
  createVitest,
  type Reporter,
  type TestCase,
  type TestSpecification,
  type Vitest,
} from "vitest/node";
import { onLines, sendLine } from "../lines.ts";
import { failure, type FromJudge, toJudge } from "../protocol.ts";

const [socketPath = "", testsFolder = "", cacheFolder = ""] = process.argv.slice(2);
const socket = connect(socketPath);
const say = (message: FromJudge) => sendLine(socket, message);

/** Tests run one after another, so that a box has the machine's leased core to itself. */
const reporter: Reporter = {
  onTestCaseReady: (test) => say({ kind: "test-started", title: test.name }),
  onTestCaseResult: (test) => say(finished(test)),
};

function finished(test: TestCase): FromJudge {
  const result = test.result();
  const noted = failure.safeParse(test.meta().lockstep);
  const [error] = result.errors ?? [];
  return {
    kind: "test-finished",
    title: test.name,
    state: result.state === "passed" ? "passed" : result.state === "failed" ? "failed" : "skipped",
    failure: noted.success ? noted.data : null,
    message: error ? `${error.name ?? "Error"}: ${error.message}`.slice(0, 4000) : null,
    wallTimeMs: test.diagnostic()?.duration ?? 0,
  };
}

/** The visible tests come first, as on the page. */
class VisibleFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => b.moduleId.localeCompare(a.moduleId)));
  }
}

async function start(seed: number): Promise<Vitest> {
  return createVitest(
    {
      root: testsFolder,
      config: false,
      watch: false,
      include: ["*.test.ts"],
      setupFiles: [fileURLToPath(new URL("../testkit/setup.ts", import.meta.url))],
      sequence: { sequencer: VisibleFirst },
      pool: "threads",
      maxWorkers: 1,
      fileParallelism: false,
      testTimeout: 120_000,
      provide: { lockstepSocket: socketPath, lockstepSeed: seed },
      reporters: [reporter],
    },
    {
      cacheDir: join(cacheFolder, "vite"),
      server: { ws: false, watch: null },
      resolve: {
        alias: {
          "@lockstep/judge/testkit": fileURLToPath(new URL("../testkit/index.ts", import.meta.url)),
          vitest: fileURLToPath(import.meta.resolve("vitest")),
          zod: fileURLToPath(import.meta.resolve("zod")),
        },
      },
    },
  );
}

let vitest: Vitest | undefined;

async function grade(files: readonly string[], seed: number): Promise<void> {
  const problems: string[] = [];
  try {
    vitest ??= await start(seed);
    vitest.projects.forEach((project) => project.provide("lockstepSeed", seed));
    const specifications = (await vitest.globTestSpecifications()).filter((s) =>
      files.some((f) => s.moduleId.endsWith(`/${f}`)),
    );
    if (specifications.length !== files.length)
      problems.push(`of ${files.join(", ")} only ${specifications.length} files were found`);
    const run = await vitest.runTestSpecifications(specifications, true);
    problems.push(...run.unhandledErrors.map(String));
    for (const tested of run.testModules)
      problems.push(...tested.errors().map((error) => `${tested.relativeModuleId}: ${error.message}`));
    vitest.state.clearErrors();
  } catch (cause) {
    problems.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
  say({ kind: "done", problems });
}

onLines(socket, (value) => {
  const message = toJudge.parse(value);
  switch (message.kind) {
    case "grade":
      void grade(message.files, message.seed);
      break;
    case "end":
      void (vitest?.close() ?? Promise.resolve()).finally(() => process.exit(0));
      break;
    case "run-reply":
      break; // answers go to the connections of the tests
  }
});
socket.on("close", () => process.exit(0));
socket.on("error", (error) => {
  process.stderr.write(`judge process: ${error.message}\n`);
  process.exit(1);
});
socket.on("connect", () => say({ kind: "ready" }));
