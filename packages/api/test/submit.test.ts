import { randomUUID } from "node:crypto";
import { publishCourse } from "@lockstep/db";
import { madeUpPack, newExercise, someFiles } from "@lockstep/db/fixtures";
import { describe, expect, test } from "vitest";
import { UNFINISHED_MAX } from "../src/student/submit.ts";
import { callerOf, codeOf, grade, openSite } from "./site.ts";

const site = await openSite();
const { pack } = await newExercise(site.db);
const work = { slug: pack.slug, version: pack.version, language: "typescript" } as const;
const send = (caller: Awaited<ReturnType<typeof callerOf>>, over: object = {}) =>
  caller.call.student.submit({ ...work, files: [...someFiles], ...over });

describe("submitting", () => {
  test("stores the files, says that they wait, and queues exactly one job", async () => {
    const student = await callerOf(site, "student");
    const before = await site.queue.waiting();

    const { submissionId } = await send(student);

    expect(await site.queue.waiting()).toBe(before + 1);
    expect(await student.call.student.submission({ id: submissionId })).toMatchObject({
      state: "waiting",
      purpose: "submit",
      files: someFiles,
      report: null,
      progress: [{ event: { kind: "queued" } }],
    });
  });

  test("takes five that wait, and the next when one has its verdict", async () => {
    const student = await callerOf(site, "student");
    const sent = await Promise.all(Array.from({ length: UNFINISHED_MAX }, () => send(student)));

    expect(await codeOf(send(student))).toBe("too-many-requests");
    await grade(site, { submissionId: sent[0]?.submissionId ?? "", pack });
    expect(await codeOf(send(student))).toBe("none");
  });

  test("takes no more than five when ten come at once", async () => {
    const student = await callerOf(site, "student");

    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(send(student))));

    expect(codes.filter((code) => code === "none")).toHaveLength(UNFINISHED_MAX);
  });

  test("leaves neither submission nor job where it was refused", async () => {
    const student = await callerOf(site, "student");
    const before = await site.queue.waiting();

    expect(await codeOf(send(student, { version: "0".repeat(64) }))).toBe("version-gone");

    expect(await site.queue.waiting()).toBe(before);
    expect((await student.call.student.submissions({})).items).toEqual([]);
  });

  test("refuses a version that the page showed and that is no longer the current one", async () => {
    const student = await callerOf(site, "student");
    const old = await newExercise(site.db);
    const title = { en: "Course", "zh-CN": "课程" };
    const newer = { slug: `course-of-${old.pack.slug}`, title, packs: [madeUpPack(old.pack.slug)] };
    await publishCourse(site.db, newer);

    expect(await codeOf(send(student, { slug: old.pack.slug, version: old.pack.version }))).toBe("version-gone");
  });

  test.each([
    ["an exercise that does not exist", { slug: `no-${randomUUID()}` }, "not-found"],
    ["a language the exercise does not have", { language: "python" }, "bad-input"],
    ["files without the one that is tested", { files: [{ path: "other.ts", text: "" }] }, "bad-input"],
    ["no files", { files: [] }, "no-files"],
    ["a path that leaves the folder", { files: [{ path: "../office.ts", text: "" }] }, "file-name"],
    ["a file twice", { files: [...someFiles, ...someFiles] }, "file-twice"],
    ["a file that is too large", { files: [{ path: "office.ts", text: "x".repeat(70_000) }] }, "file-too-large"],
    ["a file that is not text", { files: [{ path: "office.ts", text: "a\u0000b" }] }, "file-not-text"],
    ["a field that nobody asked for", { studentId: "somebody else" }, "bad-input"],
  ])("refuses %s, with its code", async (_what, over, code) => {
    const student = await callerOf(site, "student");

    expect(await codeOf(send(student, over))).toBe(code);
  });
});

test("a program needs no entry file", async () => {
  const student = await callerOf(site, "student");

  const sent = student.call.student.program({ ...work, files: [{ path: "mine.ts", text: "" }] });

  expect(await codeOf(sent)).toBe("none");
});
