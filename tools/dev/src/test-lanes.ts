import { withUsed, type Workspace } from "./workspaces.ts";

/** The tests of one package that one script runs. */
export interface TestRun {
  readonly workspace: Workspace;
  readonly script: string;
}

/** The script of tests in a browser. */
export const BROWSER_TESTS = "test:e2e";

/**
 * Sorts runs into those that are made one after another and those that may be made beside them: boxes and browsers are told
 * from how the machine behaves, so there is one of them at a time. Beside them `tools/dev` comes first: it takes longest, most
 * of it in waiting for sites that start and end, and shares the page builder with the browser's tests, which come last.
 */
export function lanesOf(
  all: readonly Workspace[],
  runs: readonly TestRun[],
): { readonly alone: readonly TestRun[]; readonly beside: readonly TestRun[] } {
  const needsMachine = ({ workspace, script }: TestRun) =>
    script === BROWSER_TESTS || withUsed(all, [workspace]).some(({ name }) => name === "@lockstep/sandbox");
  const isDev = ({ workspace }: TestRun) => workspace.name === "@lockstep/dev";
  const beside = runs.filter((run) => !needsMachine(run));
  return {
    alone: runs.filter(needsMachine),
    beside: [...beside.filter(isDev), ...beside.filter((run) => !isDev(run))],
  };
}

/** Calls `work` with each item in order, `width` of them at a time. */
export async function inLane<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const one = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: width }, one));
}
