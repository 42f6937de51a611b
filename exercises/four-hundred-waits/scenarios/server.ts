import { mark, student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/ask.ts";

/** Turns of the event loop after which nothing more is asked unless something is answered. */
const QUIET_TURNS = 25;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}

/**
 * A server that answers only when nothing more is asked, one question at a time, the latest first. So it is seen without a
 * clock how many wait at once. `unanswered`: a question that is not answered; -1 for none. `least`: fewest that were under
 * way when an answer was given while questions were left. `ended`: whether the student's promise settled.
 */
export default async function server(input: {
  readonly count: number;
  readonly atMost: number;
  readonly unanswered: number;
}) {
  const { askAll } = student<typeof Student>("askAll");
  const waiting: { readonly question: number; readonly settle: () => void }[] = [];
  let asked = 0;
  let most = 0;
  let least = input.atMost;
  const ask = (question: number) => {
    asked += 1;
    return new Promise<string>((resolve, reject) => {
      const settle =
        question === input.unanswered
          ? () => reject(new NoAnswerError("The server does not answer."))
          : () => resolve(`answer ${question}`);
      waiting.push({ question, settle });
      most = Math.max(most, waiting.length);
    });
  };

  const state: { answers: unknown; error: unknown; ended: boolean } = { answers: null, error: null, ended: false };
  const asking = (async () => {
    try {
      state.answers = await askAll(ask, input.count, input.atMost); // hostile: anything may come back
    } catch (error) {
      state.error = error;
    }
    state.ended = true;
  })();
  for (;;) {
    for (let i = 0; i < QUIET_TURNS && !state.ended; i++) await turn();
    const latest = waiting.at(-1);
    if (state.ended || latest === undefined) break;
    if (asked < input.count) least = Math.min(least, waiting.length);
    waiting.pop();
    mark(`answers ${latest.question}`);
    latest.settle();
  }
  if (state.ended) await asking;
  if (state.error !== null) throw state.error;
  const given = Array.isArray(state.answers)
    ? state.answers.map((answer: unknown) => (typeof answer === "string" ? answer : null))
    : null;
  return { answers: given, asked, most, least, ended: state.ended };
}
