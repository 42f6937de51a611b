import { randomUUID } from "node:crypto";
import type { ApiErrorCode } from "@lockstep/contracts";
import { newExercise, newSubmission, someFiles } from "@lockstep/db/fixtures";
import type { inferRouterInputs } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { type AppRouter, appRouter } from "../src/index.ts";
import { callAs, callerOf, codeOf, openSite } from "./site.ts";

const site = await openSite();
const { pack } = await newExercise(site.db);
const owned = await newSubmission(site.db);
const { submissionId } = owned;
const nobodys = randomUUID();

/** Who asks: not signed in · whose submission it is · another student · an instructor. */
const roles = ["anonymous", "owner", "other", "instructor"] as const;
type Role = (typeof roles)[number];
const ownerViewer = { id: owned.studentId, name: "A", email: "a@lockstep.test", role: "student" } as const;
const callers: Record<Role, Caller> = {
  anonymous: callAs(site, null).call,
  owner: callAs(site, ownerViewer).call,
  other: (await callerOf(site, "student")).call,
  instructor: (await callerOf(site, "instructor")).call,
};

type Caller = ReturnType<typeof callAs>["call"];
type Inputs = inferRouterInputs<AppRouter>;
/** `scope.name` of every procedure. A new one without a row below does not compile. */
type Path = { [Scope in keyof Inputs]: `${Scope}.${keyof Inputs[Scope] & string}` }[keyof Inputs];
type Code = ApiErrorCode | "none";
interface Row {
  readonly call: (caller: Caller) => Promise<unknown>;
  readonly codes: Record<Role, Code>;
}

const everybody = { anonymous: "none", owner: "none", other: "none", instructor: "none" } as const;
const signedIn = { ...everybody, anonymous: "sign-in-required" } as const;
/** An instructor tries exercises as a student does, and has no more right to another's things there. */
const ownOnly = { ...signedIn, other: "not-found", instructor: "not-found" } as const;
const instructors = { ...signedIn, owner: "not-allowed", other: "not-allowed" } as const;

const place = { slug: pack.slug, language: "typescript" } as const;
const work = { ...place, version: pack.version, files: [...someFiles] };
const draft = { ...place, version: pack.version, files: [...someFiles], revision: 0 };
/** The first event is enough. */
const watch = async (caller: Caller, id: string) => {
  for await (const _ of await caller.student.progress({ submissionId: id })) break;
};

const matrix: Record<Path, Row> = {
  "public.viewer": { call: (c) => c.public.viewer(), codes: everybody },
  "public.outline": { call: (c) => c.public.outline(), codes: everybody },
  "public.exercise": { call: (c) => c.public.exercise({ slug: pack.slug }), codes: everybody },
  "student.submit": { call: (c) => c.student.submit(work), codes: signedIn },
  "student.run": { call: (c) => c.student.run(work), codes: signedIn },
  "student.program": { call: (c) => c.student.program(work), codes: signedIn },
  "student.submissions": { call: (c) => c.student.submissions({}), codes: signedIn },
  "student.submission": { call: (c) => c.student.submission({ id: submissionId }), codes: ownOnly },
  "student.standings": { call: (c) => c.student.standings(), codes: signedIn },
  "student.models": { call: (c) => c.student.models({ slug: pack.slug }), codes: signedIn },
  "student.gradedNow": { call: (c) => c.student.gradedNow(), codes: signedIn },
  "student.draft": { call: (c) => c.student.draft(place), codes: signedIn },
  "student.saveDraft": { call: (c) => c.student.saveDraft(draft), codes: signedIn },
  "student.cancel": { call: (c) => c.student.cancel({ submissionId }), codes: ownOnly },
  // Taken back by its owner just before: an end, so nobody waits for more.
  "student.progress": { call: (c) => watch(c, submissionId), codes: ownOnly },
  "instructor.submissions": { call: (c) => c.instructor.submissions({ slug: pack.slug }), codes: instructors },
  "instructor.submission": { call: (c) => c.instructor.submission({ id: submissionId }), codes: instructors },
  "instructor.runners": { call: (c) => c.instructor.runners(), codes: instructors },
  "instructor.deadLetters": { call: (c) => c.instructor.deadLetters(), codes: instructors },
  "instructor.retryDeadLetter": {
    call: (c) => c.instructor.retryDeadLetter({ id: randomUUID() }),
    codes: { ...instructors, instructor: "not-found" },
  },
};

test("every procedure stands in the matrix", () => {
  // oxlint-disable-next-line no-underscore-dangle -- tRPC tells its procedures nowhere else
  expect(Object.keys(matrix).toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each(Object.entries(matrix))("%s", (_path, { call, codes }) => {
  test.each(roles)("answers %s as it should", async (role) => {
    expect(await codeOf(call(callers[role]))).toBe(codes[role]);
  });
});

describe("another's submission can't be told from one that does not exist", () => {
  const byId: Record<string, (caller: Caller, id: string) => Promise<unknown>> = {
    "student.submission": (c, id) => c.student.submission({ id }),
    "student.cancel": (c, id) => c.student.cancel({ submissionId: id }),
    "student.progress": watch,
  };
  test.each(Object.entries(byId))("%s", async (_path, call) => {
    const answers = await Promise.all(
      [submissionId, nobodys].map((id) => call(callers.other, id).catch((error: unknown) => String(error))),
    );
    expect(answers[0]).toMatch(/not-found/);
    expect(answers[0]).toBe(answers[1]);
  });
});
