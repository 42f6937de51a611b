// `pnpm bench <topic> [--json] [--with-peers]`: runs every `bench/<topic>.bench.ts` of the repository, one after another.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { installPeers } from "./bench-peers.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchResult, tableText } from "./bench-table.ts";
import { searchPath } from "./paths.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { startWatchdog } from "./watchdog.ts";
import { readWorkspaces } from "./workspaces.ts";

const GRACE_MS = 8_000;
const SUFFIX = ".bench.ts";

interface BenchFile {
  readonly topic: string;
  readonly path: string;
  readonly workspace: string;
}

function findFiles(): readonly BenchFile[] {
  return readWorkspaces().flatMap(({ folder }) => {
    const place = join(folder, "bench");
    return namesIn(place)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => ({ topic: basename(name, SUFFIX), path: join(place, name), workspace: folder }));
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return []; // a package without benchmarks
  }
}

function commandLine() {
  try {
    const options = { json: { type: "boolean" }, "with-peers": { type: "boolean" } } as const;
    return parseArgs({ args: process.argv.slice(2).filter((word) => word !== "--"), options, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const { values, positionals } = commandLine();
const [topic = "", ...others] = positionals;
const all = findFiles();
const files = all.filter((file) => file.topic === topic);
if (files.length === 0 || others.length > 0) {
  const topics = [...new Set(all.map((file) => file.topic))].toSorted().join(", ");
  process.stderr.write(`Usage: pnpm bench <topic> [--json] [--with-peers]\nTopics: ${topics || "none yet"}\n`);
  process.exit(2);
}

const watchdog = startWatchdog();
const outputs = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
watchdog.remove(outputs);
let group: ProcessGroup | undefined;
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    stopping = true;
    void group?.stop(GRACE_MS);
  });
}

/** Null where it failed; it has said why. */
async function rowsOf({ path, workspace }: BenchFile, place: number): Promise<readonly BenchRow[] | null> {
  const output = join(outputs, `${place}.json`);
  const runner = join(import.meta.dirname, "bench-file.ts");
  group = startGroup({
    file: process.execPath,
    args: [runner, path, output],
    cwd: workspace,
    env: { ...process.env, PATH: searchPath(workspace) },
    stdio: ["ignore", 2, 2], // standard output is for the result alone
    watchdog,
  });
  const code = await group.ended;
  await group.stop(GRACE_MS);
  if (code === 0) return JSON.parse(readFileSync(output, "utf8"));
  process.stderr.write(`${path} failed (${code}).\n`);
  return null;
}

const rows: BenchRow[] = [];
let failed = false;
const machine = {
  cpus: availableParallelism(),
  node: process.versions.node,
  load1: Number((loadavg()[0] ?? 0).toFixed(2)),
};
try {
  if (values["with-peers"]) for (const folder of new Set(files.map(({ path }) => dirname(path)))) installPeers(folder);
  for (const [place, file] of files.entries()) {
    const measured = stopping ? null : await rowsOf(file, place);
    failed ||= measured === null;
    rows.push(...(measured ?? []));
  }
} finally {
  rmSync(outputs, { recursive: true, force: true });
  watchdog.dismiss();
}
const result: BenchResult = { topic, machine, rows };
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : tableText(result));
process.exitCode = failed ? 1 : 0;
