import { beginExercise } from "@lockstep/catalog";
import { locales, slug as slugSchema } from "@lockstep/contracts";
import { isLessonSlug, lessonSlugs } from "@lockstep/lessons";
import { relative } from "node:path";
import { exercisesFolder } from "../exercise-folder.ts";
import { ExitCode, UsageError } from "../exit-code.ts";

/** Begins an exercise in this repository, and says what its author does next. Never touches a folder that is there. */
export async function newExercise(command: {
  readonly slug: string;
  readonly lesson: string | undefined;
}): Promise<number> {
  const { slug, lesson } = command;
  const lessons = `There are: ${lessonSlugs.join(", ")}.`;
  if (!slugSchema.safeParse(slug).success)
    throw new UsageError(
      `"${slug}" is no name for an exercise: small letters, digits and hyphens, at most 60, such as "ticket-office".`,
    );
  if (lesson === undefined) throw new UsageError(`Say the lesson it belongs to: --lesson <slug>. ${lessons}`);
  if (!isLessonSlug(lesson)) throw new UsageError(`There is no lesson "${lesson}". ${lessons}`);
  const begun = await beginExercise(exercisesFolder, { slug, lesson });
  if (begun === null) throw new UsageError(`There is a folder exercises/${slug} already; nothing was written.`);
  const folder = relative(process.cwd(), begun.folder) || ".";
  const links = locales.map((locale) => `     packages/lessons/content/${locale}/${lesson}.mdx`).join("\n");
  process.stdout.write(`${folder} is there: a small exercise that works, to be turned into yours.

  1. Write down how people get it wrong: a folder below solutions/ for each, with its row in exercise.json.
     Then starter, scenario and tests, and one accepted solution.
     What they may import: docs/api. Their types: pnpm --filter @lockstep/exercises types
  2. Write the words: pnpm lockstep verify ${slug}
     names every place that is still to be written, in both languages, and grades every solution.
  3. Let the lesson send its readers here, by a link to /exercises/${slug}:
${links}
     A case may send its students to one of the lesson's sections:
     ${begun.sections.join(", ")}
  4. pnpm format:fix && pnpm generate
     Its format, and its rows in exercises/README.md.

docs/authoring-exercises.md tells the whole of it.
`);
  return ExitCode.ok;
}
