import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./paths.ts";

/** One package of the repository. */
export interface Workspace {
  /** As in package.json, such as `@lockstep/memory`. */
  readonly name: string;
  readonly folder: string;
  readonly scripts: ReadonlyMap<string, string>;
  /** Names of the repository's packages that it uses. */
  readonly uses: readonly string[];
}

const parents = ["packages", "apps", "tools"];
const single = ["exercises"];

/** Every package, each after those that it uses. */
export function readWorkspaces(root = repositoryRoot): readonly Workspace[] {
  const folders = [
    ...parents.flatMap((parent) =>
      existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => join(root, parent, name)) : [],
    ),
    ...single.map((name) => join(root, name)),
  ];
  return sorted(folders.filter((folder) => existsSync(join(folder, "package.json"))).map(readWorkspace));
}

/** Those that somebody asked for, by name, with or without `@lockstep/`, or by folder. @throws {RangeError} for an unknown one */
export function selectWorkspaces(all: readonly Workspace[], names: readonly string[]): readonly Workspace[] {
  if (names.length === 0) return all;
  for (const name of names) {
    if (!all.some((workspace) => isCalled(workspace, name))) {
      const known = all.map((workspace) => workspace.name.replace("@lockstep/", "")).toSorted();
      throw new RangeError(`There is no package "${name}". There are: ${known.join(", ")}.`);
    }
  }
  return all.filter((workspace) => names.some((name) => isCalled(workspace, name)));
}

/** These and what they use, directly or not; in the order of `all`. */
export function withUsed(all: readonly Workspace[], chosen: readonly Workspace[]): readonly Workspace[] {
  const needed = new Set(chosen);
  for (const workspace of all.toReversed()) {
    if (needed.has(workspace)) for (const used of all) if (workspace.uses.includes(used.name)) needed.add(used);
  }
  return all.filter((workspace) => needed.has(workspace));
}

function isCalled({ name, folder }: Workspace, asked: string): boolean {
  return name === asked || name === `@lockstep/${asked}` || folder.endsWith(`/${asked.replace(/\/$/, "")}`);
}

function readWorkspace(folder: string): Workspace {
  const json: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const fields = recordOf(json);
  const dependencies = { ...recordOf(fields["dependencies"]), ...recordOf(fields["devDependencies"]) };
  return {
    name: String(fields["name"]),
    folder,
    scripts: new Map(Object.entries(recordOf(fields["scripts"])).map(([name, script]) => [name, String(script)])),
    uses: Object.entries(dependencies).flatMap(([name, version]) => (version === "workspace:*" ? [name] : [])),
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Depth first; a circle is cut where it is met. */
function sorted(all: readonly Workspace[]): readonly Workspace[] {
  const byName = new Map(all.map((workspace) => [workspace.name, workspace]));
  const done = new Set<Workspace>();
  const visit = (workspace: Workspace, above: ReadonlySet<Workspace>) => {
    if (done.has(workspace) || above.has(workspace)) return;
    for (const name of workspace.uses) {
      const used = byName.get(name);
      if (used) visit(used, new Set([...above, workspace]));
    }
    done.add(workspace);
  };
  for (const workspace of all) visit(workspace, new Set());
  return [...done];
}
