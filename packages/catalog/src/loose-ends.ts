import { isLessonSlug } from "@lockstep/lessons";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { lessonLinkProblems } from "./lesson-problems.ts";
import { readManifest } from "./read-exercise.ts";

/** What an exercise that can be graded still lacks before students may see it, and what its author may want to know. */
export interface LooseEnds {
  /** Sentences that name file and mend: with any of them, it isn't finished. */
  readonly unfinished: readonly string[];
  /** Sentences on what is allowed, and seldom meant. */
  readonly notes: readonly string[];
}

/** A place that a new exercise leaves to its author, as its template marks them. */
const PLACE = /\[(?:to be written: |待写：)(?<what>[^\]\n]*)\]|"to-be-written"/;

/** Looks for loose ends in an exercise folder that `readExercise` accepts. */
export async function looseEnds(folder: string): Promise<LooseEnds> {
  const path = resolve(folder);
  const { lesson, cases, solutions } = await readManifest(path);
  const links = isLessonSlug(lesson) ? await lessonLinkProblems(lesson, path.split(sep).at(-1) ?? "") : [];
  const deciding = new Set(solutions.map((solution) => solution.case));
  const idle = cases.filter(({ id, visibility }) => visibility === "hidden" && !deciding.has(id));
  return {
    unfinished: [...(await unwritten(path)), ...links],
    notes:
      idle.length === 0
        ? []
        : [
            `no wrong solution is decided by these hidden cases: ${idle.map(({ id }) => id).join(", ")}. A mistake that such a case alone finds belongs into solutions/; where there is none, the case may be needless`,
          ],
  };
}

async function unwritten(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(?:json|md|ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.toSorted().map(async (file) => {
      const lines = (await readFile(file, "utf8")).split("\n");
      return lines.flatMap((line, i) => {
        const place = PLACE.exec(line);
        const name = relative(path, file).split(sep).join("/");
        // In a list of concepts nothing but a concept may stand.
        const what = place?.groups?.["what"] ?? "what it is about, in small letters and hyphens";
        return place === null ? [] : [`${name}:${i + 1} is still to be written: ${what}`];
      });
    }),
  );
  return found.flat();
}
