/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  const answers: (string | null)[] = [];
  for (let from = 0; from < count; from += atMost) {
    const size = Math.min(atMost, count - from);
    const batch = Array.from({ length: size }, (_unused, i) => ask(from + i).catch(() => null));
    answers.push(...(await Promise.all(batch)));
  }
  return answers;
}
