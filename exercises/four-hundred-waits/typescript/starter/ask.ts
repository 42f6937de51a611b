/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

/**
 * Asks the questions 0 up to, not including, `count`, at most `atMost` at the same time. Answers what came back, in the order
 * of the questions; null where there was no answer.
 */
export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  void atMost; // not heeded yet
  const answers: (string | null)[] = [];
  for (let question = 0; question < count; question++) answers.push(await ask(question));
  return answers;
}
