import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readWorkspaces } from "../workspaces.ts";
import type { Gate } from "./gate.ts";

const dependencyFields = ["dependencies", "devDependencies", "optionalDependencies"];

/**
 * The lock file fits every package.json, and names no host. `pnpm install` mends a lock file that lags behind without a word
 * when it isn't told otherwise; so CI would install what nobody has looked at.
 */
export const lockFile: Gate = {
  name: "lock-file",
  keepsOut: "a lock file that lags behind package.json, or names a registry",
  run: (root) => {
    const lock = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
    const problems = ["pnpm-lock.yaml", ".npmrc", "pnpm-workspace.yaml"].flatMap((file) => hostsIn(root, file));
    const locked = specifiersIn(lock);
    const folders = ["", ...readWorkspaces(root).map(({ folder }) => relative(root, folder))];
    for (const folder of folders) {
      const [asked, has] = [specifiersOf(join(root, folder, "package.json")), locked.get(folder || ".") ?? new Map()];
      for (const name of new Set([...asked.keys(), ...has.keys()])) {
        if (asked.get(name) === has.get(name)) continue;
        const told = `${asked.get(name) ?? "nothing"}, the lock file ${has.get(name) ?? "nothing"}`;
        problems.push(`${join(folder, "package.json")} asks for ${told} of ${name}. Type: npx -y pnpm@12 install`);
      }
    }
    return problems.join("\n");
  },
};

function hostsIn(root: string, file: string): readonly string[] {
  const text = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
  const found = /^.*\b(?:https?:\/\/|registry\s*[=:]).*$/m.exec(text);
  return found ? [`${file} names the address of a registry, and must not: ${found[0].trim()}`] : [];
}

function specifiersOf(file: string): Map<string, string> {
  const json: Record<string, Record<string, string>> = JSON.parse(readFileSync(file, "utf8"));
  return new Map(dependencyFields.flatMap((field) => Object.entries(json[field] ?? {})));
}

/** What the lock file was made for, by folder and package. pnpm writes this part line by line, in one form only. */
function specifiersIn(lock: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  const importers = /^importers:\n([^]*?)^\S/m.exec(lock)?.[1] ?? "";
  let [folder, name] = ["", ""];
  for (const line of importers.split("\n")) {
    const key = /^(?<indent> +)(?<text>'[^']+'|[^\s:]+):(?: (?<value>.*))?$/.exec(line)?.groups;
    if (!key) continue;
    const text = key["text"]?.replaceAll("'", "") ?? "";
    if (key["indent"]?.length === 2) found.set((folder = text), new Map());
    else if (key["indent"]?.length === 6) name = text;
    else if (text === "specifier") found.get(folder)?.set(name, (key["value"] ?? "").replaceAll("'", ""));
  }
  return found;
}
