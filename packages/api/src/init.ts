import type { Auth, RateLimit } from "@lockstep/auth";
import type { Database } from "@lockstep/db";
import type { GradingQueue, ProgressListener } from "@lockstep/jobs";
import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { AppError, appCodeOf, toTransport } from "./app-error.ts";
import { failureOf, type ProcedureLog, submissionIn } from "./procedure-log.ts";
import type { Watchers } from "./student/watchers.ts";
import type { Viewer } from "./views.ts";

/** What the procedures work with; one set for each process. */
export interface Services {
  readonly db: Database;
  readonly queue: GradingQueue;
  readonly progress: ProgressListener;
  readonly auth: Auth;
  /** Saves of drafts, by student: each may be large, and a page makes one a second. */
  readonly draftSaves: RateLimit;
  /** Open streams of progress, by student. */
  readonly watchers: Watchers;
  readonly log: ProcedureLog;
}

/** One request. `viewer` is null where nobody is signed in. */
export interface Context extends Services {
  readonly viewer: Viewer | null;
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  // A stack tells an attacker where things lie, and a student nothing.
  isDev: false,
  sse: {
    // Proxies close a silent connection, and browsers don't notice a dead one.
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 20_000 },
  },
  errorFormatter: ({ shape, error }) => {
    const appCode = appCodeOf(error);
    return { ...shape, message: appCode, data: { ...shape.data, appCode } };
  },
});

/** Joins procedures; see `root.ts`. */
export const router = t.router;
/** Makes a function that calls procedures without HTTP. */
export const createCallerFactory = t.createCallerFactory;

const procedure = t.procedure.use(async ({ ctx, path, getRawInput, next }) => {
  const beganMs = performance.now();
  const result = await next();
  const code = result.ok ? "ok" : appCodeOf(result.error);
  ctx.log({
    procedure: path,
    code,
    submission: submissionIn(result.ok ? result.data : null, await getRawInput().catch(() => null)),
    wallTimeMs: performance.now() - beganMs,
    failure: !result.ok && code === "internal" ? failureOf(result.error.cause ?? result.error) : null,
  });
  if (!result.ok && result.error.cause instanceof AppError) throw toTransport(result.error.cause);
  return result;
});

/** Anybody. */
export const publicProcedure = procedure;

/** Whoever is signed in, instructors included: they try exercises too. */
export const studentProcedure = procedure.use(({ ctx, next }) => {
  if (!ctx.viewer) throw new AppError("sign-in-required");
  return next({ ctx: { viewer: ctx.viewer } });
});

/** Instructors only. */
export const instructorProcedure = studentProcedure.use(({ ctx, next }) => {
  if (ctx.viewer.role !== "instructor") throw new AppError("not-allowed");
  return next();
});
