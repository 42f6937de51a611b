import { randomUUID } from "node:crypto";
import { RateLimit } from "@lockstep/auth";
import { newExercise, someFiles } from "@lockstep/db/fixtures";
import { describe, expect, test } from "vitest";
import { answer, type ProcedureEnded } from "../src/index.ts";
import { SENT_MAX } from "../src/student/submit.ts";
import { callerOf, codeOf, openSite } from "./site.ts";

const logged: ProcedureEnded[] = [];
const opened = await openSite();
const site = { ...opened, log: (entry: ProcedureEnded) => void logged.push(entry) };
const origin = "http://localhost:3000";
const { pack } = await newExercise(site.db);
const work = { slug: pack.slug, version: pack.version, language: "typescript", files: someFiles };

/** A cookie of a new student. */
async function newCookie(): Promise<string> {
  const body = JSON.stringify({ name: "Ada", email: `${randomUUID()}@lockstep.test`, password: "long enough" });
  const headers = { "content-type": "application/json", origin };
  const request = new Request(`${origin}/api/auth/sign-up/email`, { method: "POST", headers, body });
  const response = await site.auth.handler(request);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
const cookie = await newCookie();

function post(path: string, body: string | ReadableStream, headers: Record<string, string> = {}): Promise<Response> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", cookie, ...headers },
    body,
    duplex: "half",
  };
  return answer(() => Promise.resolve(site), new Request(`${origin}/api/trpc/${path}`, init));
}
const json = (value: unknown) => JSON.stringify({ json: value });
const codeIn = async (response: Response) => /"appCode":"([a-z-]+)"/.exec(await response.text())?.[1];

describe("a request that changes something", () => {
  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["another port of this machine", { origin: "http://localhost:4000", "sec-fetch-site": "same-site" }],
    ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
    [
      "a form, as an old browser sends it",
      { origin: "https://evil.example", "content-type": "multipart/form-data; boundary=x" },
    ],
    ["a page that hides its origin", { "sec-fetch-site": "cross-site" }],
  ])("is refused where it comes from %s, whatever its cookie", async (_who, headers) => {
    const before = await site.queue.waiting();
    const response = await post("student.submit", json(work), headers);
    expect(response.status).toBe(403);
    expect(await codeIn(response)).toBe("not-allowed");
    expect(await site.queue.waiting()).toBe(before);
  });

  test("is taken from a page of the site, and from a program", async () => {
    const page = { origin, "sec-fetch-site": "same-origin" };
    expect((await post("student.run", json(work), page)).status).toBe(200);
    expect((await post("student.run", json(work))).status).toBe(200);
  });

  test("does so by POST only", async () => {
    const query = `input=${encodeURIComponent(json(work))}`;
    const request = new Request(`${origin}/api/trpc/student.submit?${query}`, { headers: { cookie } });
    expect((await answer(() => Promise.resolve(site), request)).status).toBe(405);
  });
});

describe("a body that is too long", () => {
  test("is refused by what it announces", async () => {
    const response = await post("student.submit", json({ ...work, more: "a".repeat(3 * 2 ** 20) }));
    expect(response.status).toBe(413);
    expect(await codeIn(response)).toBe("too-large");
  });

  test("is refused while it comes, and not read to its end", async () => {
    let chunks = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        chunks++;
        controller.enqueue(new Uint8Array(2 ** 16).fill(0x20));
      },
    });
    const response = await post("student.submit", endless);
    expect(response.status).toBe(413);
    expect(chunks).toBeLessThan(64);
  });

  test("is not one of the largest submission that is allowed", async () => {
    const files = Array.from({ length: 4 }, (_, n) => ({
      path: n === 0 ? "office.ts" : `more${n}.ts`,
      text: "\u0001".repeat(64 * 1024),
    }));
    expect((await post("student.run", json({ ...work, files }))).status).toBe(200);
  });
});

test("a batch of very many calls is refused", async () => {
  const calls = Array.from({ length: 40 }, () => "student.run").join(",");
  const inputs = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [n, { json: work }]));
  const before = await site.queue.waiting();
  expect((await post(`${calls}?batch=1`, JSON.stringify(inputs))).status).toBe(400);
  expect(await site.queue.waiting()).toBe(before);
});

describe("how much a student may send", () => {
  test("is limited, also where each is taken back at once", async () => {
    const { call } = await callerOf(site, "student");
    const send = () => call.student.run({ ...work, language: "typescript", files: [...someFiles] });
    for (let n = 0; n < SENT_MAX; n++) await call.student.cancel({ submissionId: (await send()).submissionId });
    expect(await codeOf(send())).toBe("too-many-requests");
    const other = await callerOf(site, "student");
    expect(await codeOf(other.call.student.run({ ...work, language: "typescript", files: [...someFiles] }))).toBe(
      "none",
    );
  });

  test("is limited for drafts", async () => {
    const strict = { ...site, draftSaves: new RateLimit({ most: 2, windowMs: 60_000 }) };
    const { call } = await callerOf(strict, "student");
    const save = (revision: number) =>
      call.student.saveDraft({ ...work, language: "typescript", files: [...someFiles], revision });
    expect(await codeOf(save(0))).toBe("none");
    expect(await codeOf(save(1))).toBe("none");
    expect(await codeOf(save(2))).toBe("too-many-requests");
  });
});

describe("the log", () => {
  test("names the submission that was made, and holds nothing that anybody has written", async () => {
    logged.length = 0;
    const files = [{ path: "office.ts", text: "a secret of the student" }];
    const response = await post("student.submit", json({ ...work, files }));
    const { submissionId } = JSON.parse(await response.text()).result.data.json;
    await post("student.cancel", json({ submissionId }));
    await post("student.submit", json({ ...work, files, version: "a secret in the wrong place" }));

    expect(logged.map(({ procedure, code, submission }) => [procedure, code, submission])).toEqual([
      ["student.submit", "ok", submissionId],
      ["student.cancel", "ok", submissionId],
      ["student.submit", "bad-input", null],
    ]);
    const text = JSON.stringify(logged);
    expect(text).not.toContain("secret");
    expect(text).not.toContain(cookie.split("=")[1]);
  });

  test("tells a failure of ours by kind and place, without its message", async () => {
    logged.length = 0;
    const db = new Proxy(site.db, {
      get: () => ({ findUnique: () => Promise.reject(new TypeError("the student's text")) }),
    });
    const request = new Request(`${origin}/api/trpc/public.exercise?input=${encodeURIComponent(json({ slug: "a" }))}`);
    await answer(() => Promise.resolve({ ...site, db }), request);
    expect(logged).toMatchObject([{ procedure: "public.exercise", code: "internal" }]);
    expect(logged[0]?.failure).toMatch(/^TypeError \| at /);
    expect(JSON.stringify(logged)).not.toContain("student's text");
  });

  test("takes only an id for an id", async () => {
    logged.length = 0;
    await post("student.cancel", json({ submissionId: "not an id\nbut a line" }));
    expect(logged).toMatchObject([{ code: "bad-input", submission: null }]);
  });
});
