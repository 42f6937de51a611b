import { readWorkspaces, type Workspace } from "../workspaces.ts";
import type { Gate } from "./gate.ts";

/** No package uses itself through others, not even in its tests. turbo only warns of it, and oxlint looks at files alone. */
export const packageCycles: Gate = {
  name: "package-cycles",
  keepsOut: "packages that use one another in a circle",
  run: (root) => {
    const all = new Map(readWorkspaces(root).map((workspace) => [workspace.name, workspace]));
    const circles = [...all.values()].flatMap((workspace) => circleFrom(all, workspace, [workspace.name]));
    return circles.map((circle) => circle.join(" → ").replaceAll("@lockstep/", "")).join("\n");
  },
};

/** The first way that leads back to where it began; empty where none does. Packages seen once need not be seen again. */
function circleFrom(
  all: ReadonlyMap<string, Workspace>,
  workspace: Workspace,
  way: readonly string[],
  seen: Set<string> = new Set(),
): readonly (readonly string[])[] {
  for (const name of workspace.uses) {
    if (name === way[0]) return [[...way, name]];
    const next = all.get(name);
    if (!next || seen.has(name)) continue;
    seen.add(name);
    const found = circleFrom(all, next, [...way, name], seen);
    if (found.length > 0) return found;
  }
  return [];
}
