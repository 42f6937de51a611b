import { Semaphore } from "@lockstep/sync";

/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  const permits = new Semaphore(atMost);
  async function one(question: number): Promise<string | null> {
    await permits.acquireAsync();
    const answer = await ask(question);
    permits.release();
    return answer;
  }
  return Promise.all(Array.from({ length: count }, (_unused, question) => one(question).catch(() => null)));
}
