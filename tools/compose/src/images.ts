import { repositoryRoot, searchPath } from "@lockstep/dev";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputOf, run } from "./shell.ts";

/** Names of the two images. */
export const IMAGE = { base: "lockstep-base", whole: "lockstep" } as const;

const SUITE = "bookworm";
const PACKAGES = ["bubblewrap", "ca-certificates", "libatomic1"];

/** The mirror that this machine's own packages come from. @throws where its list names none. */
export function debianMirror(lists: readonly string[] = readLists()): string {
  for (const text of lists) {
    const [, address] = /^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(https?:\/\/\S+)/m.exec(text) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error("This machine's list of package sources names no mirror for debootstrap.");
}

function readLists(): string[] {
  const folder = "/etc/apt/sources.list.d";
  const files = ["/etc/apt/sources.list", ...readdirSync(folder).map((name) => join(folder, name))];
  return files.flatMap((file) => {
    try {
      return [readFileSync(file, "utf8")];
    } catch {
      return [];
    }
  });
}

/** A Debian 12 with bubblewrap and our Node, made without a registry of images. Kept by the engine: minutes the first time, nothing later. */
export function ensureBaseImage(env: NodeJS.ProcessEnv): void {
  if (outputOf(["docker", "image", "inspect", IMAGE.base], { env }) !== null) return;
  const root = mkdtempSync(join(tmpdir(), "lockstep-base-"));
  try {
    run(["debootstrap", "--variant=minbase", `--include=${PACKAGES.join(",")}`, SUITE, root, debianMirror()]);
    copyFileSync(process.execPath, join(root, "usr/local/bin/node"));
    const parts = ["-C", root, "-c", "--exclude=./var/cache/apt/archives", "--exclude=./var/lib/apt/lists", "."];
    run(["sh", "-c", `tar "$@" | docker import - ${IMAGE.base}`, "sh", ...parts], { env });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Builds the site and puts the checkout into the image that every service runs. */
export function buildImage(env: NodeJS.ProcessEnv): void {
  const path = { ...process.env, PATH: searchPath(repositoryRoot) };
  run(["pnpm", "exec", "turbo", "run", "build", "--filter", "@lockstep/web"], { cwd: repositoryRoot, env: path });
  run(["docker", "build", "--quiet", "--tag", IMAGE.whole, "--file", "infra/Dockerfile", "."], {
    cwd: repositoryRoot,
    // The builder that every engine has; the other is a plug-in of the client's.
    env: { ...env, DOCKER_BUILDKIT: "0" },
  });
}
