import type { CaseResult, Localised, ProgressEvent } from "@lockstep/contracts";

/** One case on its way. */
export interface CaseView {
  readonly id: string;
  readonly title: Localised;
  readonly visibility: "visible" | "hidden";
  /** `not-judged`: the grading ended without it, since our side failed or its student took it back. */
  readonly state: "waiting" | "running" | "finished" | "not-judged";
  /** Present exactly when finished. */
  readonly result: CaseResult | null;
}

/** The event that ends a grading. */
export type VerdictEvent = Extract<ProgressEvent, { readonly kind: "verdict" }>;

/** Where a grading stands: what its events add up to. */
export interface GradingView {
  readonly phase: "queued" | "started" | "running" | "ended";
  readonly cases: readonly CaseView[];
  /** Set while our side tries again. */
  readonly retryingAttempt: number | null;
  /** Set while it waits to be measured again, since the machine was too busy: which time that is. */
  readonly measuringAgain: number | null;
  readonly verdict: VerdictEvent | null;
  /** Ended by the student's wish, without a verdict. */
  readonly cancelled: boolean;
}

/** Before the first event. */
export const notYet: GradingView = {
  phase: "queued",
  cases: [],
  retryingAttempt: null,
  measuringAgain: null,
  verdict: null,
  cancelled: false,
};

/** The view of a submission, and how far its events are in it. */
export interface Followed {
  readonly submissionId: string | null;
  /** Id of the last event in `view`; null before the first. */
  readonly lastEventId: string | null;
  readonly view: GradingView;
}

/** Adds events in their order; what is in the view already changes nothing, so that no event counts twice. */
export function follow(
  followed: Followed,
  events: readonly { readonly id: string; readonly event: ProgressEvent }[],
): Followed {
  return events.reduce((before, { id, event }) => {
    if (before.lastEventId !== null && BigInt(id) <= BigInt(before.lastEventId)) return before;
    return { ...before, lastEventId: id, view: advance(before.view, event) };
  }, followed);
}

/** Nothing more will come, and nobody is waited for. */
const ended = { phase: "ended", retryingAttempt: null, measuringAgain: null } as const;

/** The view after one more event. */
export function advance(view: GradingView, event: ProgressEvent): GradingView {
  switch (event.kind) {
    case "queued": // a second time: it was given back by a runner that can't run anything
      return { ...view, phase: "queued", cases: view.cases.map(unrun) };
    case "started":
      return { ...view, phase: "started", cases: view.cases.map(unrun) };
    case "planned":
      return {
        ...view,
        phase: "started", // the first case is under way when it says so
        cases: event.cases.map((planned) => ({ ...planned, state: "waiting", result: null })),
      };
    case "case-started":
      return {
        ...view,
        phase: "running",
        cases: view.cases.map((one) =>
          one.id === event.id && one.state === "waiting" ? { ...one, state: "running" } : one,
        ),
      };
    case "case-finished":
      return { ...view, phase: "running", cases: withResult(view.cases, event.result) };
    case "retrying":
      return { ...view, phase: "queued", retryingAttempt: event.attempt, cases: view.cases.map(unrun) };
    case "measuring-again":
      return { ...view, phase: "queued", measuringAgain: event.time, cases: view.cases.map(unrun) };
    case "cancelled":
      return { ...view, ...ended, cancelled: true, cases: view.cases.map(left) };
    case "regrading":
      return notYet;
    case "verdict":
      return { ...view, ...ended, verdict: event, cases: view.cases.map(left) };
  }
}

/** Nothing more comes of a case that has no result by now. */
function left(one: CaseView): CaseView {
  return one.result === null ? { ...one, state: "not-judged" } : one;
}

function unrun(one: CaseView): CaseView {
  return { ...one, state: "waiting", result: null };
}

/** A result whose case was never planned is added: better shown out of place than lost. */
function withResult(cases: readonly CaseView[], result: CaseResult): readonly CaseView[] {
  const finished: CaseView = {
    id: result.id,
    title: result.title,
    visibility: result.visibility,
    state: "finished",
    result,
  };
  return cases.some((one) => one.id === result.id)
    ? cases.map((one) => (one.id === result.id ? finished : one))
    : [...cases, finished];
}
