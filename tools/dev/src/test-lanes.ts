import { withUsed, type Workspace } from "./workspaces.ts";

/** The tests of one package that one script runs. */
export interface TestRun {
  readonly workspace: Workspace;
  readonly script: string;
}

/** The script of tests in a browser. */
export const BROWSER_TESTS = "test:e2e";
/** The package whose tests serve this checkout as a site, as the browser's tests do. */
export const SITES = "@lockstep/dev";

/**
 * Sorts runs into three:
 * - `alone`: what tells by how the machine behaves whether a limit holds or a box is gone, one of them at a time;
 * - `beside`: what starts no box. `tools/dev` comes first: it takes longest, most of it in waiting for sites;
 * - `either`: whole sites and runners around a database, with boxes in them. They are patient, and say nothing of the machine:
 *   whoever has nothing else left takes them. The browser's tests come first, since they take longest.
 */
export function lanesOf(
  all: readonly Workspace[],
  runs: readonly TestRun[],
): { readonly alone: readonly TestRun[]; readonly beside: readonly TestRun[]; readonly either: readonly TestRun[] } {
  const hasBoxes = ({ workspace, script }: TestRun) =>
    script === BROWSER_TESTS || withUsed(all, [workspace]).some(({ name }) => name === "@lockstep/sandbox");
  const isSite = ({ workspace, script }: TestRun) => workspace.scripts.get(script)?.startsWith("with-db ") ?? false;
  const isDev = ({ workspace }: TestRun) => workspace.name === SITES;
  const isBrowser = ({ script }: TestRun) => script === BROWSER_TESTS;
  const boxed = runs.filter(hasBoxes);
  const beside = runs.filter((run) => !hasBoxes(run));
  const either = boxed.filter(isSite);
  return {
    alone: boxed.filter((run) => !isSite(run)),
    beside: [...beside.filter(isDev), ...beside.filter((run) => !isDev(run))],
    either: [...either.filter(isBrowser), ...either.filter((run) => !isBrowser(run))],
  };
}

/**
 * Calls `work` with each item in order, `width` of them at a time.
 * @param then Items shared with other lanes, which each takes when it has none left of its own.
 */
export async function inLane<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
  then: IterableIterator<Item> = [].values(),
): Promise<void> {
  const waiting = items.values();
  const one = async () => {
    for (const item of waiting) await work(item);
    for (const item of then) await work(item);
  };
  await Promise.all(Array.from({ length: width }, one));
}
