import { type ProgressEvent, progressEvent } from "@lockstep/contracts";
import { appendProgress, beginRun, recordCase, recordVerdict } from "@lockstep/db";
import { caseResultOf, leased, newSubmission, reportOf } from "@lockstep/db/fixtures";
import { isTrackedEnvelope } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, test } from "vitest";
import { appRouter, type Viewer } from "../src/index.ts";
import { progressOf } from "../src/student/progress.ts";
import { callAs, codeOf, openSite } from "./site.ts";

const site = await openSite();
const viewerOf = (id: string): Viewer => ({ id, name: "A", email: "a@lockstep.test", role: "student" });

/** Everything that the subscription says, as the events come. */
async function watch(studentId: string, submissionId: string, lastEventId?: string) {
  const events: { id: string; event: ProgressEvent }[] = [];
  const stream = await callAs(site, viewerOf(studentId)).call.student.progress({ submissionId, lastEventId });
  for await (const said of stream) {
    const envelope: unknown = said; // without HTTP it is the envelope, whatever its type says
    if (isTrackedEnvelope(envelope)) events.push({ id: envelope[0], event: progressEvent.parse(envelope[1]) });
  }
  return events;
}
const kinds = (events: readonly { event: ProgressEvent }[]) => events.map(({ event }) => event.kind);

/** A submission that waits. */
async function waiting() {
  const submission = await newSubmission(site.db);
  await site.db.$transaction((tx) => appendProgress(tx, submission.submissionId, { kind: "queued" }));
  return submission;
}

/** What a runner does. */
async function gradeStepByStep({ submissionId, pack }: Awaited<ReturnType<typeof newSubmission>>) {
  const run = await beginRun(site.db, submissionId, { runner: "one", isLeased: leased });
  if (!run) throw new Error("It has no verdict yet.");
  await recordCase(site.db, run, caseResultOf("seen"));
  await recordCase(site.db, run, caseResultOf("unseen"));
  await site.db.$transaction((tx) => recordVerdict(tx, run, reportOf(pack)));
}
const whole = ["queued", "started", "case-finished", "case-finished", "verdict"];

describe("progress", () => {
  test("is told while it happens, and ends after the verdict", async () => {
    const submission = await waiting();

    const watched = watch(submission.studentId, submission.submissionId);
    await gradeStepByStep(submission);

    expect(kinds(await watched)).toEqual(whole);
  });

  test("is told to who comes late", async () => {
    const submission = await waiting();
    await gradeStepByStep(submission);

    expect(kinds(await watch(submission.studentId, submission.submissionId))).toEqual(whole);
  });

  test("goes on after the last event that the browser had", async () => {
    const submission = await waiting();
    await gradeStepByStep(submission);
    const all = await watch(submission.studentId, submission.submissionId);

    const rest = await watch(submission.studentId, submission.submissionId, all[1]?.id);

    expect(kinds(rest)).toEqual(whole.slice(2));
  });

  test("ends at once for a browser that had the verdict", async () => {
    const submission = await waiting();
    await gradeStepByStep(submission);
    const all = await watch(submission.studentId, submission.submissionId);

    expect(await watch(submission.studentId, submission.submissionId, all.at(-1)?.id)).toEqual([]);
  });

  test("loses no verdict that comes while the stream looks whether there is one", async () => {
    const submission = await waiting();
    let graded = false;
    const db = site.db.$extends({
      query: {
        progressRow: {
          findMany: async ({ args, query }) => {
            const rows = await query(args);
            if (rows.length === 0 && !graded) {
              graded = true;
              await gradeStepByStep(submission);
            }
            return rows;
          },
        },
      },
    });
    const { studentId, submissionId } = submission;
    const events: string[] = [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is extended answers as before
    const deps = { ...site, db: db as unknown as typeof site.db };
    for await (const [, event] of progressOf(deps, studentId, { submissionId }, undefined)) events.push(event.kind);

    expect(events).toEqual(whole);
  });

  test("is not told over more streams than a student needs, until one is closed", async () => {
    const { studentId, submissionId } = await waiting();
    const { call } = callAs(site, viewerOf(studentId));
    const open = async () => {
      const stream = (await call.student.progress({ submissionId }))[Symbol.asyncIterator]();
      await stream.next();
      return stream;
    };
    const streams = await Promise.all(Array.from({ length: 20 }, open));

    expect(await codeOf(open())).toBe("too-many-requests");
    expect(await codeOf(watch((await waiting()).studentId, submissionId)), "others are not concerned").toBe(
      "not-found",
    );
    await streams[0]?.return?.();
    expect(await codeOf(open())).toBe("none");
  });

  test("loses nothing when many watch many submissions that are graded at once", async () => {
    const submissions = await Promise.all(Array.from({ length: 5 }, waiting));
    const watched = submissions.flatMap(({ studentId, submissionId }) => [
      watch(studentId, submissionId),
      watch(studentId, submissionId),
    ]);
    await Promise.all(submissions.map(gradeStepByStep));

    for (const events of await Promise.all(watched)) expect(kinds(events)).toEqual(whole);
  });
});

const ask = (viewer: Viewer | null, path: string, init: RequestInit = {}) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(`http://localhost:3000/api/trpc/${path}`, init),
    router: appRouter,
    createContext: () => ({ ...site, viewer }),
  });
const input = (value: object) => `input=${encodeURIComponent(JSON.stringify({ json: value }))}`;

describe("over HTTP", () => {
  test("progress is a stream of events with ids to resume from", async () => {
    const submission = await waiting();
    await gradeStepByStep(submission);

    const response = await ask(
      viewerOf(submission.studentId),
      `student.progress?${input({ submissionId: submission.submissionId })}`,
      { headers: { accept: "text/event-stream" } },
    );

    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const text = await response.text();
    expect(text.match(/^id: \d+$/gm)).toHaveLength(whole.length);
  });

  test("a stream that may not be watched carries the code too", async () => {
    const { submissionId } = await waiting();

    const response = await ask(viewerOf("x"), `student.progress?${input({ submissionId })}`, {
      headers: { accept: "text/event-stream" },
    });

    expect(await response.text()).toContain('"appCode":"not-found"');
  });

  test("an error carries its code, and no stack", async () => {
    const response = await ask(null, "student.standings");

    expect(response.status).toBe(401);
    const body = JSON.stringify(await response.json());
    expect(body).toContain('"appCode":"sign-in-required"');
    expect(body).not.toContain("stack");
  });

  test("refused input carries the code of its first fault, and not the input", async () => {
    const files = [{ path: "../secret.ts", text: "" }];
    const response = await ask(viewerOf("x"), "student.submit", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ json: { slug: "a", version: "0".repeat(64), language: "typescript", files } }),
    });

    const body = JSON.stringify(await response.json());
    expect(body).toContain('"appCode":"file-name"');
    expect(body).not.toContain("secret");
  });

  test("a fault of ours says nothing about itself", async () => {
    const broken = { ...site, db: new Proxy(site.db, { get: () => () => Promise.reject(new Error("secret table")) }) };
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: new Request("http://localhost:3000/api/trpc/public.outline"),
      router: appRouter,
      createContext: () => ({ ...broken, viewer: null }),
    });

    const body = JSON.stringify(await response.json());
    expect(body).toContain('"appCode":"internal"');
    expect(body).not.toContain("secret");
  });
});
