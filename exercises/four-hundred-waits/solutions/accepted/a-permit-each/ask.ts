import { Semaphore } from "@lockstep/sync";

/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  const permits = new Semaphore(atMost);
  const questions = Array.from({ length: count }, (_unused, question) => question);
  return Promise.all(
    questions.map(async (question) => {
      await permits.acquireAsync();
      try {
        return await ask(question);
      } catch {
        return null;
      } finally {
        permits.release();
      }
    }),
  );
}
