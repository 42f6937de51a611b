import { randomUUID } from "node:crypto";
import { newExercise, newSubmission, someFiles } from "@lockstep/db/fixtures";
import { describe, expect, test } from "vitest";
import { appRouter } from "../src/index.ts";
import { callAs, callerOf, codeOf, openSite } from "./site.ts";

const site = await openSite();
const { pack } = await newExercise(site.db);
const { submissionId } = await newSubmission(site.db);
const anybody = callAs(site, null);
const student = await callerOf(site, "student");
const instructor = await callerOf(site, "instructor");

type Caller = typeof anybody.call;
const place = { slug: pack.slug, language: "typescript" } as const;
const work = { ...place, version: pack.version, files: [...someFiles] };
const draft = { ...place, files: [...someFiles], revision: 0 };

/** For every procedure: a call, and what it answers to anybody, to a student and to an instructor. */
const matrix: Record<string, { call: (caller: Caller) => Promise<unknown>; codes: [string, string, string] }> = {
  "public.viewer": { call: (c) => c.public.viewer(), codes: ["none", "none", "none"] },
  "public.outline": { call: (c) => c.public.outline(), codes: ["none", "none", "none"] },
  "public.exercise": { call: (c) => c.public.exercise({ slug: pack.slug }), codes: ["none", "none", "none"] },
  "student.submit": { call: (c) => c.student.submit(work), codes: ["sign-in-required", "none", "none"] },
  "student.run": { call: (c) => c.student.run(work), codes: ["sign-in-required", "none", "none"] },
  "student.program": { call: (c) => c.student.program(work), codes: ["sign-in-required", "none", "none"] },
  "student.cancel": {
    call: (c) => c.student.cancel({ submissionId }),
    codes: ["sign-in-required", "not-found", "not-found"],
  },
  "student.submissions": { call: (c) => c.student.submissions({}), codes: ["sign-in-required", "none", "none"] },
  "student.submission": {
    call: (c) => c.student.submission({ id: submissionId }),
    codes: ["sign-in-required", "not-found", "not-found"],
  },
  "student.standings": { call: (c) => c.student.standings(), codes: ["sign-in-required", "none", "none"] },
  "student.draft": { call: (c) => c.student.draft(place), codes: ["sign-in-required", "none", "none"] },
  "student.saveDraft": { call: (c) => c.student.saveDraft(draft), codes: ["sign-in-required", "none", "none"] },
  "student.progress": {
    call: async (c) => {
      for await (const _ of await c.student.progress({ submissionId })) break;
    },
    codes: ["sign-in-required", "not-found", "not-found"],
  },
  "instructor.submissions": {
    call: (c) => c.instructor.submissions({ slug: pack.slug }),
    codes: ["sign-in-required", "not-allowed", "none"],
  },
  "instructor.submission": {
    call: (c) => c.instructor.submission({ id: submissionId }),
    codes: ["sign-in-required", "not-allowed", "none"],
  },
  "instructor.deadLetters": {
    call: (c) => c.instructor.deadLetters(),
    codes: ["sign-in-required", "not-allowed", "none"],
  },
  "instructor.retryDeadLetter": {
    call: (c) => c.instructor.retryDeadLetter({ id: randomUUID() }),
    codes: ["sign-in-required", "not-allowed", "not-found"],
  },
};

test("every procedure stands in the matrix", () => {
  // oxlint-disable-next-line no-underscore-dangle -- tRPC tells its procedures nowhere else
  expect(Object.keys(matrix).toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each(Object.entries(matrix))("%s", (_name, { call, codes }) => {
  test.each([
    ["anybody", anybody, codes[0]],
    ["a student", student, codes[1]],
    ["an instructor", instructor, codes[2]],
  ])("answers %s as it should", async (_who, caller, code) => {
    expect(await codeOf(call(caller.call))).toBe(code);
  });
});
