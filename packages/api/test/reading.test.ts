import { publishCourse } from "@lockstep/db";
import { madeUpPack, newExercise, newSubmission, someFiles } from "@lockstep/db/fixtures";
import { describe, expect, test } from "vitest";
import { createContext } from "../src/index.ts";
import { callAs, callerOf, codeOf, grade, openSite } from "./site.ts";

const site = await openSite();
const anybody = callAs(site, null);

test("an exercise page has neither hidden tests nor solutions nor scenarios in it", async () => {
  const { pack } = await newExercise(site.db);

  const page = await anybody.call.public.exercise({ slug: pack.slug });

  expect(page).toMatchObject({ version: pack.version, visibleTests: "visible test", pointsMax: 3 });
  expect(page.cases.map(({ id, visibility }) => [id, visibility])).toEqual([
    ["seen", "visible"],
    ["unseen", "hidden"],
  ]);
  expect(page.starters).toEqual([{ language: "typescript", entry: "office.ts", files: pack.starter["typescript"] }]);
  expect(JSON.stringify(page)).not.toContain("secret");
});

describe("model solutions", () => {
  const model = { name: "short", about: null, files: [{ path: "office.ts", text: "export const right = 1;" }] };
  async function withModel() {
    const submission = await newSubmission(site.db);
    const { pack } = submission;
    const models = new Map([[pack.slug, [model]]]);
    await publishCourse(site.db, { slug: `course-of-${pack.slug}`, title: pack.manifest.title, packs: [pack], models });
    const owner = { id: submission.studentId, name: "A", email: "a@lockstep.test", role: "student" } as const;
    return { submission, slug: pack.slug, student: callAs(site, owner).call.student };
  }

  test("open with an acceptance, and one's own is beside them", async () => {
    const { submission, slug, student } = await withModel();

    const before = await student.models({ slug });
    await grade(site, submission, { verdict: "accepted" });

    expect(before).toBeNull();
    expect(await student.models({ slug })).toEqual({ own: someFiles, models: [model] });
    const other = await callerOf(site, "student");
    expect(await other.call.student.models({ slug })).toBeNull();
  });

  test("stay closed after a wrong answer, and are open to an instructor", async () => {
    const { submission, slug, student } = await withModel();
    await grade(site, submission, { verdict: "wrong-answer" });
    const instructor = await callerOf(site, "instructor");

    expect(await student.models({ slug })).toBeNull();
    expect(await instructor.call.student.models({ slug })).toEqual({ own: null, models: [model] });
    expect(await codeOf(student.models({ slug: "no-such-exercise" }))).toBe("not-found");
  });
});

describe("own submissions", () => {
  test("are nobody else's", async () => {
    const { submissionId } = await newSubmission(site.db);
    const other = await callerOf(site, "student");

    expect(await codeOf(other.call.student.submission({ id: submissionId }))).toBe("not-found");
    expect((await other.call.student.submissions({})).items).toEqual([]);
  });

  test("come newest first and page by page", async () => {
    const { pack } = await newExercise(site.db);
    const student = await callerOf(site, "student");
    const sent: string[] = [];
    for (let i = 0; i < 3; i++) {
      const work = { slug: pack.slug, version: pack.version, files: [...someFiles] };
      sent.unshift((await student.call.student.run({ ...work, language: "typescript" })).submissionId);
    }

    const first = await student.call.student.submissions({ slug: pack.slug, limit: 2 });
    const second = await student.call.student.submissions({ slug: pack.slug, limit: 2, cursor: first.nextCursor });

    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(sent);
    expect(second.nextCursor).toBeNull();
  });

  test("show the report, without what went wrong on our side; instructors see that too", async () => {
    const submission = await newSubmission(site.db);
    await grade(site, submission, { verdict: "internal-error", internal: "secret trace" });
    const owner = { id: submission.studentId, name: "A", email: "a@lockstep.test", role: "student" } as const;
    const instructor = await callerOf(site, "instructor");

    const own = await callAs(site, owner).call.student.submission({ id: submission.submissionId });
    const seen = await instructor.call.instructor.submission({ id: submission.submissionId });

    expect(own).toMatchObject({ state: "graded", verdict: "internal-error" });
    expect(own.report?.cases).toHaveLength(2);
    expect(JSON.stringify(own)).not.toContain("secret");
    expect(JSON.stringify(seen.report)).not.toContain("secret");
    expect(seen).toMatchObject({ internal: "secret trace", runs: [{ attempt: 1, state: "done" }] });
  });
});

test("standings count what was submitted, and keep the best", async () => {
  const submission = await newSubmission(site.db);
  await grade(site, submission);
  const owner = { id: submission.studentId, name: "A", email: "a@lockstep.test", role: "student" } as const;

  expect(await callAs(site, owner).call.student.standings()).toEqual([
    { slug: submission.pack.slug, accepted: true, pointsBest: 2, submissions: 1 },
  ]);
});

describe("a draft", () => {
  test("that is older than the stored one is answered with that one", async () => {
    const { pack } = await newExercise(site.db);
    const { call } = await callerOf(site, "student");
    const place = { slug: pack.slug, language: "typescript" } as const;
    const work = { ...place, version: pack.version };
    await call.student.saveDraft({ ...work, files: [...someFiles], revision: 0 });

    const late = await call.student.saveDraft({ ...work, files: [{ path: "office.ts", text: "late" }], revision: 0 });

    expect(late).toMatchObject({ kind: "conflict", draft: { revision: 1, files: someFiles, version: pack.version } });
    expect(await call.student.draft(place)).toMatchObject({ revision: 1 });
  });

  test("keeps the version it was written for, and its author is told of a newer one", async () => {
    const { pack } = await newExercise(site.db);
    const { call } = await callerOf(site, "student");
    const place = { slug: pack.slug, language: "typescript" } as const;
    const newer = madeUpPack(pack.slug);
    await publishCourse(site.db, { slug: `course-of-${pack.slug}`, title: pack.manifest.title, packs: [newer] });

    const saved = await call.student.saveDraft({
      ...place,
      version: pack.version,
      files: [...someFiles],
      revision: 0,
    });

    expect(saved).toMatchObject({ kind: "saved", currentVersion: newer.version });
    expect(await call.student.draft(place)).toMatchObject({ version: pack.version });
    const before = await call.public.exercise({ slug: pack.slug, version: pack.version });
    expect(before).toMatchObject({ version: pack.version, statement: pack.statement });
    expect((await call.public.exercise({ slug: pack.slug })).version).toBe(newer.version);
  });

  test("for a version that the exercise never had is refused", async () => {
    const { pack } = await newExercise(site.db);
    const other = await newExercise(site.db);
    const { call } = await callerOf(site, "student");
    const version = other.pack.version;
    const language = "typescript" as const;
    const draft = { slug: pack.slug, language, version, files: [...someFiles], revision: 0 };

    expect(await codeOf(call.student.saveDraft(draft))).toBe("bad-input");
    expect(await codeOf(call.public.exercise({ slug: pack.slug, version }))).toBe("not-found");
  });
});

test("who signed up is who asks", async () => {
  const person = { name: "Ada", email: "ada@lockstep.test", password: "long enough" };
  const response = await site.auth.handler(
    new Request("http://localhost:3000/api/auth/sign-up/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify(person),
    }),
  );
  const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]);

  const context = await createContext(site, new Headers({ cookie: cookie.join("; ") }));

  expect(context.viewer).toMatchObject({ email: person.email, role: "student" });
  expect((await createContext(site, new Headers())).viewer).toBeNull();
});
