import { student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/ask.ts";

/** Turns of the event loop after which nothing more is asked unless something is answered. */
const QUIET_TURNS = 25;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A server whose answers take time, each its own, on a clock of the scenario's: when nothing more is asked, the clock jumps
 * to the next answer. So what is told is the same on every machine. `durationsMs` holds a time for each question.
 */
export default async function clock(input: { readonly durationsMs: readonly number[]; readonly atMost: number }) {
  const { askAll } = student<typeof Student>("askAll");
  const waiting: { readonly endMs: number; readonly answer: () => void }[] = [];
  let nowMs = 0;
  let most = 0;
  const ask = (question: number) =>
    new Promise<string>((resolve) => {
      const endMs = nowMs + (input.durationsMs[question] ?? 0);
      waiting.push({ endMs, answer: () => resolve(`answer ${question}`) });
      most = Math.max(most, waiting.length);
    });

  const state: { answers: unknown; error: unknown; ended: boolean } = { answers: null, error: null, ended: false };
  const asking = (async () => {
    try {
      state.answers = await askAll(ask, input.durationsMs.length, input.atMost); // hostile: anything may come back
    } catch (error) {
      state.error = error;
    }
    state.ended = true;
  })();
  for (;;) {
    for (let i = 0; i < QUIET_TURNS && !state.ended; i++) await turn();
    waiting.sort((a, b) => a.endMs - b.endMs);
    const first = waiting.shift();
    if (state.ended || first === undefined) break;
    nowMs = first.endMs;
    first.answer();
  }
  if (state.ended) await asking;
  if (state.error !== null) throw state.error;
  const answered = Array.isArray(state.answers) ? state.answers.length : 0;
  return { answered, timeMs: nowMs, most, ended: state.ended };
}
