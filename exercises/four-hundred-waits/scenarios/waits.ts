import { isAlone, student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/ask.ts";

/** Turns of the event loop without anything under way after which nothing more comes. */
const QUIET_TURNS = 25;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A server whose answers take real time: a wait for each question, and an answer that nobody can guess. The clock begins
 * before the student's module is loaded, and is read last, when nothing that it left to the event loop can run any more.
 */
export default async function waits(input: {
  readonly waitsMs: readonly number[];
  readonly answers: readonly string[];
  readonly atMost: number;
}) {
  const beganMs = performance.now();
  const { askAll } = student<typeof Student>("askAll");
  const asked = new Set<number>();
  let underWay = 0;
  let most = 0;
  let isOnce = true;
  let changed: (() => void) | undefined;
  const ask = (question: number) =>
    new Promise<string>((resolve, reject) => {
      const waitMs = input.waitsMs[question];
      const answer = input.answers[question];
      if (waitMs === undefined || answer === undefined || asked.has(question)) {
        isOnce = false;
        reject(new Error("That is no question, or it was asked already."));
        return;
      }
      asked.add(question);
      most = Math.max(most, (underWay += 1));
      setTimeout(() => {
        underWay -= 1;
        resolve(answer);
        changed?.();
      }, waitMs);
    });

  const state: { answers: unknown; error: unknown; ended: boolean } = { answers: null, error: null, ended: false };
  const asking = (async () => {
    try {
      state.answers = await askAll(ask, input.waitsMs.length, input.atMost); // hostile: anything may come back
    } catch (error) {
      state.error = error;
    }
    state.ended = true;
    changed?.();
  })();
  for (let quiet = 0; !state.ended && quiet < QUIET_TURNS; quiet = underWay === 0 ? quiet + 1 : 0) {
    if (underWay > 0) await new Promise<void>((resolve) => (changed = resolve));
    await turn();
  }
  if (state.ended) await asking;
  if (state.error !== null) throw state.error;
  return {
    answers: textsOf(state.answers),
    asked: asked.size,
    underWay,
    most,
    isOnce,
    hasEnded: state.ended,
    // Getters: looked at when this is copied out of the box.
    get isAlone() {
      return isAlone();
    },
    get timeMs() {
      return performance.now() - beganMs;
    },
  };
}

/** Calls no method of the student's object. A proxy's traps are run, by the clock. */
function textsOf(answers: unknown): (string | null)[] | null {
  if (!Array.isArray(answers)) return null;
  const { length } = answers;
  return Array.from({ length }, (_unused, i): string | null => {
    const answer: unknown = answers[i];
    return typeof answer === "string" ? answer : null;
  });
}
