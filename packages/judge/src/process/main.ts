#!/usr/bin/env node
/**
 * The judge process: runs an exercise's tests with vitest, again for each submission, and says over the socket what
 * happened. It has no network, no database and no secrets; student code never comes here.
 * Arguments: path of the socket, folder of the tests, folder for vitest's cache.
 */
import { connect } from "node:net";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  BaseSequencer,
  createVitest,
  type Reporter,
  type TestCase,
  type TestRunResult,
  type TestSpecification,
  type Vitest,
} from "vitest/node";
import { onLines, sendLine } from "../lines.ts";
import { localised, threadRounds, timing } from "@lockstep/contracts";
import { ASSERTION, failure, type FromJudge, toJudge } from "../protocol.ts";
import { GRADING_CHANNEL, type ToldGrading } from "./grading-channel.ts";
import { placed, type ToldError, toldError } from "./told-error.ts";

const [socketPath = "", testsFolder = "", cacheFolder = ""] = process.argv.slice(2);
const socket = connect(socketPath);
const say = (message: FromJudge) => sendLine(socket, message);

/** Tests run one after another, so that a box has the machine's leased core to itself. */
const reporter: Reporter = {
  onTestCaseReady: (test) => void (counts(test) && say({ kind: "test-started", title: test.name })),
  onTestCaseResult: (test) => void (counts(test) && say(finished(test))),
};

/** The grading that was asked for; none while a run waits for one. */
let wanted: ToldGrading | undefined;
/** One of its tests has ended by a mistake of its own. */
let hasMistake = false;
const counts = (test: TestCase) => wanted?.files.includes(basename(test.module.moduleId)) === true;

function finished(test: TestCase): FromJudge {
  const result = test.result();
  const noted = failure.safeParse(test.meta().lockstep);
  const [error] = result.errors ?? [];
  const told = error && toldError(error, testsFolder);
  if (told && isMistake(told, noted.success)) hasMistake = true;
  return {
    kind: "test-finished",
    title: test.name,
    state: result.state === "passed" ? "passed" : result.state === "failed" ? "failed" : "skipped",
    failure: noted.success ? noted.data : null,
    remark: localised.safeParse(test.meta().lockstepRemark?.text).data ?? null,
    threadRounds: threadRounds.safeParse(test.meta().lockstepThreadRounds).data ?? null,
    timing: timing.safeParse(test.meta().lockstepTiming).data ?? null,
    message: told?.text ?? null,
    at: told?.at ?? null,
    tooBusy: test.meta().lockstepTooBusy === true,
    wallTimeMs: test.diagnostic()?.duration ?? 0,
  };
}

/** Neither a failure that the testkit has noted nor an assertion on an observation: the verdict is ours in any case. */
function isMistake({ text }: ToldError, isNoted: boolean): boolean {
  return !isNoted && !text.startsWith(ASSERTION);
}

/** The visible tests come first, as on the page. */
class VisibleFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => b.moduleId.localeCompare(a.moduleId)));
  }
}

async function start(): Promise<Vitest> {
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
      isolate: false, // starting a worker takes longer than the tests; a run shares it, and no two do
      testTimeout: 120_000,
      provide: { lockstepSocket: socketPath },
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
/** A run that has begun. Its worker loads the testkit and the first test file, and waits there until there is a grading. */
let begun: Promise<TestRunResult> | undefined;
let waiting = false;
const channel = new BroadcastChannel(GRADING_CHANNEL);
channel.addEventListener("message", ({ data }) => {
  waiting = data === "waiting";
  tellWanted();
});

function tellWanted(): void {
  if (!waiting || !wanted) return;
  waiting = false;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel between threads
  channel.postMessage(wanted);
}

async function runTests(): Promise<TestRunResult> {
  try {
    vitest ??= await start();
    return await vitest.runTestSpecifications(await vitest.globTestSpecifications(), true);
  } finally {
    // A worker that died while it waited is nothing to the grading that comes.
    if (!wanted) begun = undefined;
  }
}

function begin(): Promise<TestRunResult> {
  begun ??= runTests();
  begun.catch(() => undefined); // told by the grading that waits for it
  return begun;
}

async function grade(asked: ToldGrading): Promise<void> {
  const problems: string[] = [];
  wanted = asked;
  hasMistake = false;
  tellWanted();
  try {
    const run = await begin();
    // Whatever failed after a mistake in a test follows from it, and the case is our failure by that alone.
    if (!hasMistake) problems.push(...run.unhandledErrors.map((error) => placed(toldError(error, testsFolder))));
    for (const tested of run.testModules)
      problems.push(
        ...tested.errors().map((error) => {
          const { text, at } = toldError(error, testsFolder);
          return `${at ?? tested.relativeModuleId}: ${text}`;
        }),
      );
    const found = new Set(run.testModules.map(({ moduleId }) => basename(moduleId)));
    const missing = asked.files.filter((file) => !found.has(file));
    if (missing.length > 0) problems.push(`not found: ${missing.join(", ")}`);
    vitest?.state.clearErrors();
  } catch (cause) {
    problems.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
  wanted = undefined;
  begun = undefined;
  say({ kind: "done", problems });
}

onLines(socket, (value) => {
  const message = toJudge.parse(value);
  switch (message.kind) {
    case "prepare":
      void begin();
      break;
    case "grade":
      void grade({ files: message.files, seed: message.seed, outcomes: message.outcomes });
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
