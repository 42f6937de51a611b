import { z } from "zod";
import { plain } from "./observation.ts";
import { limits } from "./box.ts";
import { filePath, language } from "./submission.ts";
import { localised } from "./text.ts";
import { reason, verdict } from "./verdict.ts";

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(60);
const caseId = slug;

/** One test of the exercise. `test` is the title of the vitest test it stands for. */
export const manifestCase = z.strictObject({
  id: caseId,
  test: z.string().min(1).describe("The title of its test, letter by letter"),
  visibility: z.enum(["visible", "hidden"]),
  points: z.number().int().min(0).max(100),
  title: localised.describe("What the case demands, in plain words; shown for hidden cases too"),
  feedback: z
    .partialRecord(reason, localised)
    .describe("What broke and what to think about, by reason. Never an expected value"),
  section: z.string().optional().describe("Id of the lesson's <Heading> that explains it"),
});
export type ManifestCase = z.infer<typeof manifestCase>;

/** A proof: the files of `solutions/<path>` must end exactly so. */
export const manifestSolution = z
  .strictObject({
    path: z.string().describe("<verdict>/<name>: its folder below solutions/"),
    verdict,
    reason: reason.optional().describe("Demanded unless the verdict is accepted"),
    case: caseId.optional().describe("The case that must decide; demanded unless the verdict is accepted"),
    note: z.string().min(1).describe("The style of an accepted one, or why the other must fail"),
  })
  .refine((s) => s.path.split("/")[0] === s.verdict, "the folder names the verdict")
  .refine(
    (s) => s.verdict === "accepted" || (s.reason !== undefined && s.case !== undefined),
    "a wrong solution states reason and case",
  );
export type ManifestSolution = z.infer<typeof manifestSolution>;

/** Words for an end of a run: they fit where the observation has these values, whatever else it has. */
export const toldOutcome = z.strictObject({
  observation: z.record(z.string(), plain).refine((keys) => Object.keys(keys).length > 0, "names at least one value"),
  said: localised.describe("Half a sentence without a full stop: told as what can never happen with a program"),
});
export type ToldOutcome = z.infer<typeof toldOutcome>;

/** `exercise.json`. */
export const manifest = z
  .strictObject({
    $schema: z.string().optional(),
    title: localised,
    summary: localised,
    curriculum: z.string().describe("Row of the course's plan, such as P10: mostly that of its lesson"),
    unit: z.number().int().min(0).max(9).describe("The unit in which its lesson stands"),
    difficulty: z.enum(["first-steps", "easy", "medium", "hard"]),
    concepts: z.array(slug).min(1).describe("What it is about, in words of your choice, such as mutual-exclusion"),
    lesson: slug.describe("Slug of the lesson below which the site lists it"),
    languages: z.partialRecord(language, z.strictObject({ entry: filePath, files: z.array(filePath).min(1) })),
    needs: z
      .array(z.enum(["processes", "sockets", "signals"]))
      .describe("What the system-call filter must allow besides; empty is the narrowest"),
    limits: limits.describe("Of one request"),
    cases: z.array(manifestCase).min(1).describe("One for each test; the first that is not accepted decides"),
    marks: z
      .array(localised)
      .default([])
      .describe("What the scenarios' mark() writes into schedules; {} is where a value stands, in the same order"),
    outcomes: z
      .array(toldOutcome)
      .default([])
      .describe("How the ends that toAllowEveryOutcome demands are told. The first that fits is taken"),
    solutions: z.array(manifestSolution),
  })
  .refine((m) => new Set(m.cases.map((c) => c.id)).size === m.cases.length, "case ids are unique")
  .refine((m) => new Set(m.cases.map((c) => c.test)).size === m.cases.length, "test titles are unique");
export type Manifest = z.infer<typeof manifest>;
