import { bundleForExplorer, scenarioPackages } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { type Explorable, explorableOf } from "./compile-protocol.ts";

/** Scenarios that are kept; those of a class's few exercises. */
const KEPT_MAX = 32;

/** Scenarios as the explorer takes them; each is made when it is first asked for. */
export class ExplorableScenarios {
  readonly #made = new Map<string, Promise<Explorable>>();

  of(pack: ExercisePack, name: string): Promise<Explorable> {
    const key = `${pack.version}/${name}`;
    const made = this.#made.get(key) ?? make(pack, name);
    this.#made.delete(key);
    this.#made.set(key, made); // the one that was used last stands last
    for (const [oldest] of [...this.#made].slice(0, -KEPT_MAX)) this.#made.delete(oldest);
    return made;
  }
}

async function make({ scenarioFiles: files }: ExercisePack, name: string): Promise<Explorable> {
  const entry = `${name}.ts`;
  if (!files.some(({ path }) => path === entry))
    return { kind: "refused", because: `The exercise has no text of ${name}.`, at: null };
  return explorableOf(await bundleForExplorer({ name, entry, files, packages: scenarioPackages }));
}
