/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  void atMost;
  const answers: (string | null)[] = [];
  for (let question = 0; question < count; question++) answers.push(await ask(question).catch(() => null));
  return answers;
}
