/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  const answers: (string | null)[] = Array.from({ length: count }, () => null);
  let next = 0;
  async function asker(): Promise<void> {
    while (next < count) {
      const question = next++;
      try {
        answers[question] = await ask(question);
      } catch {
        // stays null
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atMost, count) }, asker));
  return answers;
}
