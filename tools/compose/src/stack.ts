import { freePort, repositoryRoot } from "@lockstep/dev";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { RunnerFailedError, runnersReady } from "./runners.ts";
import { isInstalled, outputOf, run } from "./shell.ts";

/** The services of infra/docker-compose.yml, running under a name of their own. */
export interface Stack {
  /** Of the site; no slash at the end. */
  readonly address: string;
  /** Runs a command in a fresh container of a service. @throws {CommandError} */
  runIn(service: string, folder: string, command: readonly string[]): void;
  /** Prints what the services have said. */
  printLogs(): void;
  /** Ends everything and removes the data. */
  down(): void;
}

const READY_TIMEOUT_MS = 300_000;

const secret = () => randomBytes(32).toString("hex");

/** Starts the stack with so many runners, and waits until the site answers and all of them are ready. */
export async function startStack(engineEnv: NodeJS.ProcessEnv, runners: number): Promise<Stack> {
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const env = {
    ...engineEnv,
    POSTGRES_PASSWORD: secret(),
    RUNNER_DATABASE_PASSWORD: secret(),
    AUTH_SECRET: secret(),
    BASE_URL: address,
    LISTEN: `127.0.0.1:${port}`,
  };
  // The first version of compose reads the profile's path from where it is started.
  const options = { cwd: join(repositoryRoot, "infra"), env };
  const [file, ...before] = composeCommand(engineEnv);
  const project = `lockstep-test-${process.pid}`;
  const compose = (...args: readonly string[]) => run([file, ...before, "-p", project, ...args], options);
  const stack: Stack = {
    address,
    runIn: (service, folder, command) =>
      compose("run", "--rm", "--no-deps", "-T", "-e", "HOME=/scratch", "-w", folder, service, ...command),
    printLogs: () => compose("logs", "--tail=40"),
    down: () => compose("down", "--volumes", "--timeout", "20"),
  };
  try {
    compose("up", "-d", "--scale", `runner=${runners}`);
    await answers(`${address}/en`);
    await runnersReady(project, runners, engineEnv);
    return stack;
  } catch (cause) {
    if (!(cause instanceof RunnerFailedError)) stack.printLogs();
    stack.down();
    throw cause;
  }
}

function composeCommand(env: NodeJS.ProcessEnv): readonly [string, ...string[]] {
  if (outputOf(["docker", "compose", "version"], { env }) !== null) return ["docker", "compose"];
  if (isInstalled("docker-compose")) return ["docker-compose"];
  throw new Error("There is neither `docker compose` nor docker-compose.");
}

async function answers(address: string): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      if ((await fetch(address)).ok) return;
    } catch {
      // not yet
    }
    if (performance.now() > deadlineMs) throw new Error(`${address} did not answer in ${READY_TIMEOUT_MS / 1000} s.`);
    await pause(500);
  }
}
