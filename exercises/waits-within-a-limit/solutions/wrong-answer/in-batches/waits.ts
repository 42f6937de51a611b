import { sleep, Thread } from "@lockstep/threading";

/** Asks for item `i`. The answer takes 10 to 39 milliseconds, in which nothing is computed here. */
export function request(i: number): number {
  sleep(10 + ((i * 7) % 30));
  return (i * 7919) % 1009;
}

/** The answers for items 0 to `count` - 1, in order. All requests are under way at once. */
export function askAll(count: number): readonly number[] {
  return askWithin(count, count);
}

/** The same, with at most `limit` requests under way at any time, and that many as long as there are enough. */
export function askWithin(count: number, limit: number): readonly number[] {
  const answers: number[] = [];
  for (let from = 0; from < count; from += limit) {
    const batch: Thread[] = [];
    for (let i = from; i < Math.min(from + limit, count); i++) batch.push(new Thread({ target: request, args: [i] }));
    for (const thread of batch) thread.start();
    for (const thread of batch) answers.push(thread.result() as number);
  }
  return answers;
}
