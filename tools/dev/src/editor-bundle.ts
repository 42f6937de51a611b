import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "./paths.ts";

/** What the editor is made of: its own files, and the packages whose types it knows. */
const inputs = [
  "apps/web/editor",
  "apps/web/scripts",
  "apps/web/package.json",
  "packages/memory/src",
  "packages/sync/src",
  "packages/threading/src",
];
const output = "apps/web/public/monaco";
/** Beside the checkout's own data, wherever LOCKSTEP_DATA points: the bundle is the checkout's. */
const stampFile = join(repositoryRoot, ".data/editor-inputs");

/** Whether the editor has to be bundled: never yet, or something it is made of has changed since. */
export function isEditorStale(): boolean {
  if (!existsSync(join(repositoryRoot, output)) || !existsSync(stampFile)) return true;
  return readFileSync(stampFile, "utf8") !== inputHash();
}

/** Remembers what the editor was just made of. */
export function rememberEditor(): void {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, inputHash());
}

function inputHash(): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    const path = join(repositoryRoot, input);
    if (!existsSync(path)) continue;
    const files = input.endsWith(".json")
      ? [path]
      : readdirSync(path, { withFileTypes: true, recursive: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .toSorted();
    for (const file of files) hash.update(file.slice(repositoryRoot.length)).update("\0").update(readFileSync(file));
  }
  return hash.digest("hex");
}
