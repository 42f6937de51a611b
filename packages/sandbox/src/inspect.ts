import { execFileSync } from "node:child_process";
import { findGroups } from "./cgroup.ts";
import { allowedCores } from "./cores.ts";
import { bubblewrap, findTool, installLine, isNodeCurrent, NODE_MAJOR } from "./host-tools.ts";
import type { LayerReport } from "./layers.ts";
import { type BoxSight, explainFailure, look } from "./probe.ts";
import { openSettings } from "./sandbox.ts";
import { SandboxUnavailableError } from "./unavailable.ts";

/** Looks at every layer and really starts a box. Never rejects: what can't be found out is reported as missing. */
export async function inspectSandbox(): Promise<readonly LayerReport[]> {
  const tool = inspectBubblewrap();
  const sight = tool.state === "missing" ? null : await startBox();
  return [tool, namespaces(sight), filter(sight), await groups(), pinning(sight), interpreter(sight)];
}

type Sight = BoxSight | SandboxUnavailableError | null;

async function startBox(): Promise<Sight> {
  try {
    const opened = await openSettings();
    try {
      const seen = await look({ ...opened.settings, cores: allowedCores().slice(0, 1) });
      return "log" in seen ? explainFailure(seen) : seen;
    } finally {
      await opened.close();
    }
  } catch (cause) {
    if (cause instanceof SandboxUnavailableError) return cause;
    const because = cause instanceof Error ? cause.message : String(cause);
    return new SandboxUnavailableError(because, "Mend this first.", { cause });
  }
}

function inspectBubblewrap(): LayerReport {
  try {
    const path = bubblewrap();
    const version = execFileSync(path, ["--version"], { encoding: "utf8", env: {} }).trim();
    return { layer: "bubblewrap", state: "ok", detail: `${version} (${path})`, fix: null };
  } catch (cause) {
    const known = cause instanceof SandboxUnavailableError ? cause : null;
    const detail = known?.because ?? (cause instanceof Error ? cause.message : String(cause));
    return { layer: "bubblewrap", state: "missing", detail, fix: known?.fix ?? installLine() };
  }
}

function namespaces(sight: Sight): LayerReport {
  const layer = "user-namespaces";
  if (sight === null) return { layer, state: "missing", detail: "not tried: bubblewrap is missing", fix: null };
  if (sight instanceof SandboxUnavailableError)
    return { layer, state: "missing", detail: `no box starts: ${sight.because}`, fix: sight.fix };
  const clean = !/[^0]/.test(sight.capabilities);
  return clean
    ? { layer, state: "ok", detail: "a box was started; it holds no capability", fix: null }
    : { layer, state: "missing", detail: `the box holds capabilities: ${sight.capabilities}`, fix: "Report this." };
}

function filter(sight: Sight): LayerReport {
  const layer = "seccomp";
  if (sight === null || sight instanceof SandboxUnavailableError)
    return { layer, state: "missing", detail: "not seen: no box starts", fix: null };
  return sight.filtered
    ? { layer, state: "ok", detail: `the filter for ${process.arch} is in force`, fix: null }
    : { layer, state: "missing", detail: "the box runs without its filter", fix: "Report this." };
}

async function groups(): Promise<LayerReport> {
  const layer = "cgroup";
  try {
    const found = await findGroups("auto");
    if (found.groups !== null)
      return {
        layer,
        state: "ok",
        detail: `cgroup ${found.groups.kind}: memory, CPU time and processes are counted`,
        fix: null,
      };
    return {
      layer,
      state: "degraded",
      detail: `memory and CPU time are sampled, because ${found.because}`,
      fix: "Run as root, or with a delegated group: `systemd-run --user --scope -p Delegate=yes …`",
    };
  } catch (cause) {
    return { layer, state: "degraded", detail: cause instanceof Error ? cause.message : String(cause), fix: null };
  }
}

function pinning(sight: Sight): LayerReport {
  const layer = "pinning";
  if (findTool("taskset") === null)
    return { layer, state: "degraded", detail: "boxes share cores: taskset is missing", fix: "Install util-linux." };
  if (sight === null || sight instanceof SandboxUnavailableError)
    return { layer, state: "missing", detail: "not seen: no box starts", fix: null };
  return /^\d+$/.test(sight.cores)
    ? { layer, state: "ok", detail: `one core a box, of ${allowedCores().length}`, fix: null }
    : { layer, state: "degraded", detail: `the box may run on ${sight.cores}`, fix: "Report this." };
}

function interpreter(sight: Sight): LayerReport {
  const layer = "node";
  if (!isNodeCurrent())
    return { layer, state: "missing", detail: `this is Node ${process.versions.node}`, fix: `Use Node ${NODE_MAJOR}.` };
  const seen = sight !== null && !(sight instanceof SandboxUnavailableError);
  return seen
    ? { layer, state: "ok", detail: `Node ${process.versions.node} runs in the box`, fix: null }
    : { layer, state: "missing", detail: `Node ${process.versions.node}; not seen in a box`, fix: null };
}
