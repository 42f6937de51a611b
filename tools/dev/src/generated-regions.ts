import { manifestJsonSchema } from "@lockstep/contracts/manifest-schema";
import { reasonNotes } from "@lockstep/contracts/reason-notes";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { apiReference, documentedPackages } from "./api-reference.ts";
import { readWorkspaces } from "./workspaces.ts";

/** A part of a committed file that is made from other files, between `<!-- generated: name -->` and `<!-- /generated -->`. */
export interface GeneratedRegion {
  /** Null: the whole file is made. */
  readonly name: string | null;
  /** The file that holds it, from the checkout's root. */
  readonly file: string;
  /** Its text, with an empty line on both sides left out. */
  readonly make: (root: string) => string;
}

/** Whatever is generated and committed. What is generated and not committed is made when it is needed. */
export const generatedRegions: readonly GeneratedRegion[] = [
  { name: "table of layers", file: "docs/architecture.md", make: tableOfLayers },
  { name: "list of decisions", file: "docs/decisions/README.md", make: listOfDecisions },
  { name: "table of reasons", file: "docs/authoring-exercises.md", make: tableOfReasons },
  { name: null, file: "exercises/exercise.schema.json", make: schemaOfExercises },
  { name: "table of exercises", file: "exercises/README.md", make: tableOfExercises },
  { name: "table of solutions", file: "exercises/README.md", make: tableOfSolutions },
  ...documentedPackages.map((name) => ({
    name: "reference",
    file: `docs/api/${name}.md`,
    make: (root: string) => apiReference(root, name),
  })),
];

/** What a file should hold, given what it holds. @throws {Error} where it lacks the marks of a region */
export function regenerate(root: string, file: string, text: string): string {
  return generatedRegions
    .filter((region) => region.file === file)
    .reduce((before, { name, make }) => {
      if (name === null) return make(root);
      const [open, close] = [`<!-- generated: ${name} -->\n`, "\n<!-- /generated -->"];
      const [start, end] = [before.indexOf(open), before.indexOf(close, before.indexOf(open))];
      if (start < 0 || end < 0) throw new Error(`${file} has no part between "${open.trim()}" and "${close.trim()}".`);
      return `${before.slice(0, start + open.length)}\n${make(root)}\n${before.slice(end)}`;
    }, text);
}

/** Each layer with its packages, as the tag in each package's `turbo.json` says. */
function tableOfLayers(root: string): string {
  const tagged = readWorkspaces(root).flatMap(({ name, folder }) => {
    const { tags = [] }: { tags?: readonly string[] } = JSON.parse(readFileSync(join(folder, "turbo.json"), "utf8"));
    return name === "@lockstep/config-typescript" ? [] : [{ name: basename(folder), tags }];
  });
  const rows = ["base", "mechanism", "service", "app"].map((layer) => {
    const names = tagged.filter(({ tags }) => tags.includes(layer)).map(({ name }) => name);
    return `| ${layer} | ${names.toSorted().join(", ")} |`;
  });
  return ["| layer | packages |", "| --- | --- |", ...rows].join("\n");
}

function listOfDecisions(root: string): string {
  const folder = join(root, "docs/decisions");
  const pages = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
  return pages
    .toSorted()
    .map((page) => {
      const title = /^# \d{4}\. (.*)$/m.exec(readFileSync(join(folder, page), "utf8"))?.[1] ?? "(without a title)";
      return `- [${page.slice(0, 4)}](${page}) ${title}`;
    })
    .join("\n");
}

function tableOfReasons(): string {
  const rows = Object.entries(reasonNotes).map(
    ([reason, { givenBy, when }]) => `| \`${reason}\` | ${givenBy} | ${when} |`,
  );
  return ["| reason | given by | when |", "| --- | --- | --- |", ...rows].join("\n");
}

function schemaOfExercises(): string {
  return `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;
}

/** Of `exercise.json`, what the tables show. */
interface ExerciseFacts {
  readonly slug: string;
  readonly title: { readonly en: string };
  readonly curriculum: string;
  readonly concepts: readonly string[];
  readonly cases: readonly { readonly id: string; readonly title: { readonly en: string } }[];
  readonly solutions: readonly {
    readonly path: string;
    readonly verdict: string;
    readonly reason?: string;
    readonly case?: string;
  }[];
}

function exercisesOf(root: string): readonly ExerciseFacts[] {
  const folder = join(root, "exercises");
  return readdirSync(folder)
    .toSorted()
    .filter((slug) => existsSync(join(folder, slug, "exercise.json")))
    .map((slug) => ({ slug, ...JSON.parse(readFileSync(join(folder, slug, "exercise.json"), "utf8")) }));
}

function tableOfExercises(root: string): string {
  const rows = exercisesOf(root).map(({ slug, curriculum, concepts, solutions }) => {
    const right = solutions.filter(({ verdict }) => verdict === "accepted").length;
    const about = concepts.map((concept) => concept.replaceAll("-", " ")).join(", ");
    const proof = `${right} accepted, ${solutions.length - right} wrong`;
    return `| [\`${slug}\`](${slug}/statement.en.md) | ${curriculum} | ${about} | ${proof} |`;
  });
  return ["| exercise | curriculum | about | proved by |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function tableOfSolutions(root: string): string {
  const rows = exercisesOf(root).flatMap(({ slug, cases, solutions }) =>
    solutions.map(({ path, verdict, reason, case: id }) => {
      const decided = cases.find((candidate) => candidate.id === id)?.title.en ?? "–";
      const gets = reason === undefined ? verdict : `${verdict}, \`${reason}\``;
      return `| \`${slug}\` | \`${path.split("/").at(-1)}\` | ${gets} | ${decided} |`;
    }),
  );
  return ["| exercise | solution | gets | decided by |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
