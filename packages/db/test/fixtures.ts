import { randomUUID } from "node:crypto";
import {
  type CaseResult,
  type ExercisePack,
  exercisePack,
  type GradingReport,
  type SourceFile,
} from "@lockstep/contracts";
import {
  type Database,
  ensurePasswordUser,
  findExercise,
  insertSubmission,
  type IsLeased,
  publishCourse,
} from "../src/index.ts";

/** For tests of this and other packages: things that are valid, and new on each call. */

const text = (en: string) => ({ en, "zh-CN": en });

/** A pack with one visible and one hidden case. Its version is made up: nothing here computes hashes. */
export function madeUpPack(slug: string, version = freshVersion()): ExercisePack {
  return exercisePack.parse({
    slug,
    version,
    manifest: {
      title: text(`Title of ${slug}`),
      summary: text("Summary"),
      curriculum: "P10",
      unit: 1,
      difficulty: "easy",
      concepts: ["lock"],
      lesson: "mutual-exclusion",
      languages: { typescript: { entry: "office.ts", files: ["office.ts"] } },
      needs: [],
      limits: {
        wallTimeMs: 10_000,
        cpuTimeMs: 10_000,
        memoryBytes: 2 ** 28,
        processes: 64,
        outputBytes: 65_536,
      },
      cases: [
        { id: "seen", test: "seen", visibility: "visible", points: 1, title: text("Seen"), feedback: {} },
        { id: "unseen", test: "unseen", visibility: "hidden", points: 2, title: text("Unseen"), feedback: {} },
      ],
      solutions: [{ path: "accepted/secret", verdict: "accepted", note: "secret solution" }],
    },
    statement: { en: "# Statement", "zh-CN": "# 题目" },
    starter: { typescript: [{ path: "office.ts", text: "export {};\n" }] },
    scenarios: [{ name: "sell", code: "secret scenario" }],
    tests: [
      { name: "visible.test.ts", text: "visible test" },
      { name: "hidden.test.ts", text: "secret test" },
    ],
    visibleTests: "visible test",
  });
}

/** 64 random hexadecimal digits. */
export function freshVersion(): string {
  return `${randomUUID()}${randomUUID()}`.replaceAll("-", "");
}

/** A new student; answers the id. */
export function newStudent(db: Database, role: "student" | "instructor" = "student"): Promise<string> {
  const email = `${randomUUID()}@lockstep.test`;
  return ensurePasswordUser(db, { name: "Somebody", email, role, passwordHash: "none" });
}

/** A published exercise of a course of its own. */
export async function newExercise(db: Database): Promise<{ readonly exerciseId: string; readonly pack: ExercisePack }> {
  const pack = madeUpPack(`x-${randomUUID().slice(0, 8)}`);
  await publishCourse(db, { slug: `course-of-${pack.slug}`, title: { en: "Course", "zh-CN": "课程" }, packs: [pack] });
  const exercise = await findExercise(db, pack.slug);
  if (exercise === null) throw new Error("It was just published.");
  return { exerciseId: exercise.id, pack };
}

export const someFiles: readonly SourceFile[] = [{ path: "office.ts", text: "export const answer = 42;\n" }];

/** A stored submission of a new student to a new exercise. */
export async function newSubmission(db: Database) {
  const { exerciseId, pack } = await newExercise(db);
  const studentId = await newStudent(db);
  const submissionId = await db.$transaction((tx) =>
    insertSubmission(tx, {
      studentId,
      exerciseId,
      version: pack.version,
      purpose: "submit",
      language: "typescript",
      files: someFiles,
      seed: 4_000_000_000,
    }),
  );
  return { submissionId, studentId, pack };
}

/** What the queue answers to a runner that has its lease. */
export const leased: IsLeased = async () => true;

/** A result of a case. */
export function caseResultOf(id: string, over: Partial<CaseResult> = {}): CaseResult {
  return {
    id,
    title: { en: id, "zh-CN": id },
    visibility: "visible",
    verdict: "accepted",
    reason: null,
    points: 1,
    pointsMax: 1,
    feedback: null,
    seen: null,
    schedule: null,
    section: null,
    remark: null,
    timing: null,
    sampled: null,
    threadRounds: null,
    rounds: 1,
    wallTimeMs: 1,
    cpuTimeMs: null,
    memoryBytesMax: null,
    ...over,
  };
}

/** A report that accepts. */
export function reportOf(pack: ExercisePack, over: Partial<GradingReport> = {}): GradingReport {
  return {
    verdict: "accepted",
    reason: null,
    decidingCase: null,
    points: 2,
    pointsMax: 2,
    cases: [caseResultOf("seen"), caseResultOf("unseen")],
    compileErrors: [],
    output: { stdout: "", stderr: "", truncated: false },
    seed: 4_000_000_000,
    exercise: { slug: pack.slug, version: pack.version },
    wallTimeMs: 2,
    cpuTimeMs: null,
    memoryBytesMax: null,
    internal: null,
    tooBusy: [],
    ...over,
  };
}
