import { randomUUID } from "node:crypto";
import { createAuth, RateLimit } from "@lockstep/auth";
import { beginRun, openDatabase, recordVerdict, type SubmissionToGrade } from "@lockstep/db";
import { leased, newStudent, reportOf } from "@lockstep/db/fixtures";
import { openProgressListener, openQueue } from "@lockstep/jobs";
import type { GradingReport } from "@lockstep/contracts";
import { TRPCError } from "@trpc/server";
import { afterAll } from "vitest";
import { Watchers } from "../src/student/watchers.ts";
import { AppError, appCodeOf } from "../src/app-error.ts";
import { closeServices, type Context, createCaller, type Services, type Viewer } from "../src/index.ts";

/** The services of one test file, on the tests' database; closed after the last test. */
export async function openSite(): Promise<Services> {
  const databaseUrl = process.env["DATABASE_URL"] ?? "";
  const db = openDatabase(databaseUrl);
  const services: Services = {
    db,
    auth: createAuth({ db, secret: randomUUID(), baseUrl: "http://localhost:3000" }),
    queue: await openQueue({ databaseUrl }),
    progress: openProgressListener(databaseUrl),
    draftSaves: new RateLimit({ most: 1_000, windowMs: 60_000 }),
    watchers: new Watchers(),
    log: () => {},
  };
  afterAll(() => closeServices(services));
  return services;
}

/** A caller for somebody who is signed in. */
export async function callerOf(site: Services, role: Viewer["role"]) {
  const id = await newStudent(site.db, role);
  return { id, ...callAs(site, { id, name: "Somebody", email: `${id}@lockstep.test`, role }) };
}

/** A caller for anybody. */
export function callAs(site: Services, viewer: Viewer | null) {
  const context: Context = { ...site, viewer };
  return { call: createCaller(context) };
}

/** The code that a page would get; `none` where nothing failed. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    if (error instanceof TRPCError) return appCodeOf(error);
    if (error instanceof AppError) return error.code; // thrown within a stream, where tRPC wraps it only for HTTP
    throw error;
  }
}

/** Grades as a runner would; by default with a report that accepts. */
export async function grade(
  site: Services,
  submission: { readonly submissionId: string; readonly pack: SubmissionToGrade["pack"] },
  over: Partial<GradingReport> = {},
): Promise<void> {
  const { submissionId, pack } = submission;
  const run = await beginRun(site.db, submissionId, { runner: "tests", isLeased: leased });
  if (!run) throw new Error("It has a verdict already.");
  await site.db.$transaction((tx) => recordVerdict(tx, run, reportOf(pack, over)));
}
