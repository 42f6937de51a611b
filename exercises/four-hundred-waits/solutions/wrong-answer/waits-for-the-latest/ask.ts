/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  const answers: Promise<string | null>[] = [];
  for (let question = 0; question < count; question++) {
    const answer = ask(question).catch(() => null);
    answers.push(answer);
    if (answers.length >= atMost) await answer; // the oldest may have been answered long ago
  }
  return Promise.all(answers);
}
