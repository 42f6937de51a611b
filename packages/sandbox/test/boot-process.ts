import {
  boxAnswer,
  type BoxAnswer,
  type BoxRequest,
  type ExplorableModule,
  type ExplorationBudget,
  type TimingBudget,
} from "@lockstep/contracts";
import { bundleForExplorer, scenarioPackages } from "@lockstep/catalog";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { afterAll } from "vitest";
import { bundleBoot } from "../src/boot-bundle.ts";
import { moduleText } from "./module-text.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-boot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bundled = bundleBoot(folder);

/** A module text for the explorer. */
async function explorableText(name: string, path: string, text: string, firstSite: number): Promise<ExplorableModule> {
  const made = await bundleForExplorer({
    name,
    entry: path,
    files: [{ path, text }],
    packages: scenarioPackages,
    firstSite,
  });
  if (made.kind === "errors") throw new Error(made.errors.map(({ message }) => message).join());
  const { code, sites, exports } = made.module;
  return { name, code, sites: [...sites], firstSite, exports: [...exports] };
}

export interface Asked {
  readonly student: string;
  readonly scenario?: string;
  readonly mode?: BoxRequest["mode"];
  readonly input?: BoxRequest["input"];
  readonly seeds?: readonly number[];
  readonly stepsMax?: number;
  readonly budget?: Partial<ExplorationBudget>;
  readonly timing?: Partial<TimingBudget>;
  readonly cores?: number;
}

export interface BootRun {
  readonly answer: BoxAnswer;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real boot programs in a process without a sandbox around them: fast, and only for code of ours. */
export async function runBoot(asked: Asked): Promise<BootRun> {
  const { supervisor } = await bundled;
  const request: BoxRequest = {
    nonce: "n-1",
    student: await moduleText("student", "office.ts", asked.student),
    ...(asked.scenario === undefined ? {} : { scenario: await moduleText("sell", "sell.ts", asked.scenario) }),
    ...(asked.mode === "explored" && { exploration: await explorationOf(asked) }),
    ...(asked.mode === "timed" && {
      timing: { ...(await transformed(asked)), budget: { cores: 2, workTicksMax: 10_000_000, ...asked.timing } },
    }),
    input: asked.input ?? null,
    mode: asked.mode ?? "gated",
    ...(asked.cores !== undefined && { cores: asked.cores }),
    seeds: [...(asked.seeds ?? [1])],
    stepsMax: asked.stepsMax ?? 20_000,
  };
  const child = spawn(process.execPath, [supervisor], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const channel = child.stdio[3];
  if (!(channel instanceof Duplex)) throw new Error("descriptor 3 is no pipe");
  const printed = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => (printed.stdout += String(chunk)));
  child.stderr?.on("data", (chunk) => (printed.stderr += String(chunk)));
  const frames: unknown[] = [];
  let pending = Buffer.alloc(0);
  channel.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
      const end = 4 + pending.readUInt32BE(0);
      frames.push(JSON.parse(pending.subarray(4, end).toString()));
      pending = pending.subarray(end);
      if (frames.length === 1) channel.write(frameOf(request));
      else channel.end();
    }
  });
  await new Promise((closed) => child.on("close", closed));
  const [ready, answer, ...more] = frames;
  if (JSON.stringify(ready) !== '{"ready":true}' || more.length > 0)
    throw new Error(JSON.stringify({ frames, printed }));
  const parsed = boxAnswer.safeParse(answer);
  if (!parsed.success) throw new Error(JSON.stringify({ answer, printed, issues: parsed.error.issues }));
  return { answer: parsed.data, ...printed };
}

async function transformed({ student, scenario = "" }: Asked) {
  return {
    student: await explorableText("student", "office.ts", student, 1_000_000),
    scenario: await explorableText("sell", "sell.ts", scenario, 0),
  };
}

async function explorationOf(asked: Asked) {
  return {
    ...(await transformed(asked)),
    budget: {
      bounds: [0, 1, 2],
      schedulesOfBound: 500,
      schedulesMax: 20_000,
      samples: 100,
      cpuTimeMs: 60_000,
      spuriousMax: 0,
      ...asked.budget,
    },
  };
}

function frameOf(value: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}
