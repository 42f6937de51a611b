import { dataFolder } from "@lockstep/dev";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isInstalled, outputOf, run } from "./shell.ts";

/** A Docker engine that answers. */
export interface Engine {
  /** Environment for `docker` and `docker-compose`. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the engine where we started it. */
  stop(): Promise<void>;
}

/** No engine can be had here: the test is not run. */
export class NoEngineError extends Error {
  readonly code = "no-engine";
}

const PACKAGES = { dockerd: "docker.io", "docker-compose": "docker-compose", debootstrap: "debootstrap" } as const;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;
const LOG_CHARACTERS = 1500;

const answers = (env: NodeJS.ProcessEnv) => outputOf(["docker", "version"], { env }) !== null;

/**
 * The engine that runs here; or, as root, one of our own with its data in `.data/compose`, so that images are kept for the
 * next time. Debian's packages are installed where they are missing.
 * @throws {NoEngineError} with the reason.
 */
export async function openEngine(): Promise<Engine> {
  const env = { ...process.env };
  if (isInstalled("docker") && answers(env)) return { env, stop: async () => undefined };
  if (process.getuid?.() !== 0) throw new NoEngineError("no Docker engine answers, and only root may start one");
  installMissing();
  return startEngine();
}

function installMissing(): void {
  const missing = Object.entries(PACKAGES).filter(([program]) => !isInstalled(program));
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name);
  if (!existsSync("/etc/debian_version"))
    throw new NoEngineError(`${names.join(", ")} must be installed, and this is not Debian`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    run(["apt-get", "-q", "update"], { env });
    run(["apt-get", "-q", "install", "-y", "--no-install-recommends", "iptables", ...names], { env });
  } catch (cause) {
    throw new NoEngineError(`${names.join(", ")} could not be installed`, { cause });
  }
}

async function startEngine(): Promise<Engine> {
  const data = join(dataFolder, "compose/engine");
  mkdirSync(data, { recursive: true });
  // A socket's path may have some hundred characters; a checkout's may have more.
  const folder = mkdtempSync(join(tmpdir(), "lockstep-docker-"));
  const host = `unix://${folder}/socket`;
  const log = join(folder, "log");
  const output = openSync(log, "w");
  const places = ["--data-root", data, "--exec-root", `${folder}/exec`, "--pidfile", `${folder}/pid`, "-H", host];
  // Debian's package doesn't start it where a policy forbids services. A session of its own: Ctrl-C is ours to pass on.
  const daemon = spawn("dockerd", places, { stdio: ["ignore", output, output], detached: true });
  closeSync(output);
  const ended = once(daemon, "exit").catch(() => undefined);
  const stop = async () => {
    daemon.kill("SIGTERM");
    await Promise.race([ended, pause(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    rmSync(folder, { recursive: true, force: true });
  };
  const env = { ...process.env, DOCKER_HOST: host };
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (!answers(env)) {
    const isGone = daemon.exitCode !== null || daemon.signalCode !== null || daemon.pid === undefined;
    if (isGone || performance.now() > deadlineMs) {
      const said = readFileSync(log, "utf8").slice(-LOG_CHARACTERS);
      await stop();
      throw new NoEngineError(`dockerd does not start here:\n${said}`);
    }
    await pause(500);
  }
  return { env, stop };
}
