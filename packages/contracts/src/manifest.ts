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
  test: z.string().min(1),
  visibility: z.enum(["visible", "hidden"]),
  points: z.number().int().min(0).max(100),
  /** What the case demands, in plain words; shown for hidden cases too. */
  title: localised,
  /** What broke and what to think about, by reason. Never expected data. */
  feedback: z.partialRecord(reason, localised),
  /** Anchor in the lesson that explains it. */
  section: z.string().optional(),
});
export type ManifestCase = z.infer<typeof manifestCase>;

/** A proof: the files of `solutions/<path>` must end exactly so. */
export const manifestSolution = z
  .strictObject({
    path: z.string(),
    verdict,
    /** Demanded unless the verdict is `accepted`. */
    reason: reason.optional(),
    case: caseId.optional(),
    /** The style (accepted), or why it must fail. */
    note: z.string().min(1),
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
  /** Half a sentence without a full stop: it is told as what can never happen with a program. */
  said: localised,
});
export type ToldOutcome = z.infer<typeof toldOutcome>;

/** `exercise.json`. */
export const manifest = z
  .strictObject({
    $schema: z.string().optional(),
    title: localised,
    summary: localised,
    curriculum: z.string(),
    unit: z.number().int().min(0).max(9),
    difficulty: z.enum(["first-steps", "easy", "medium", "hard"]),
    concepts: z.array(slug).min(1),
    lesson: slug,
    languages: z.partialRecord(language, z.strictObject({ entry: filePath, files: z.array(filePath).min(1) })),
    /** Profile of the system-call filter; empty is the narrowest. */
    needs: z.array(z.enum(["processes", "sockets", "signals"])),
    limits,
    cases: z.array(manifestCase).min(1),
    /** What the scenarios' `mark` writes into schedules, in every language; `{}` is where a value stands, in the same order. */
    marks: z.array(localised).default([]),
    /** How the ends that `toAllowEveryOutcome` demands are told. The first that fits is taken. */
    outcomes: z.array(toldOutcome).default([]),
    solutions: z.array(manifestSolution),
  })
  .refine((m) => new Set(m.cases.map((c) => c.id)).size === m.cases.length, "case ids are unique")
  .refine((m) => new Set(m.cases.map((c) => c.test)).size === m.cases.length, "test titles are unique");
export type Manifest = z.infer<typeof manifest>;
