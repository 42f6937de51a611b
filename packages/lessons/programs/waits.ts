import { sleepAsync, Thread } from "@lockstep/threading";

const COUNT = 40;

/** Counts how many wait at the same time. */
class Server {
  waiting = 0;
  most = 0;
  async ask(): Promise<void> {
    this.waiting += 1;
    this.most = Math.max(this.most, this.waiting);
    await sleepAsync(20);
    this.waiting -= 1;
  }
}

async function oneAfterAnother(server: Server): Promise<void> {
  for (let i = 0; i < COUNT; i++) await server.ask();
}

async function allAtOnce(server: Server): Promise<void> {
  await Promise.all(Array.from({ length: COUNT }, () => server.ask()));
}

async function fiveAskers(server: Server): Promise<void> {
  let next = 0;
  const asker = async () => {
    while (next < COUNT) {
      next += 1; // no await between reading and writing: nobody comes in between
      await server.ask();
    }
  };
  await Promise.all(Array.from({ length: 5 }, asker));
}

/** The most waits at the same time, in each of the three ways. */
export async function compare(): Promise<number[]> {
  const most: number[] = [];
  for (const way of [oneAfterAnother, allAtOnce, fiveAskers]) {
    const server = new Server();
    await way(server);
    most.push(server.most);
  }
  return most;
}

export function main(): void {
  const thread = new Thread({ target: compare });
  thread.start();
  const [one, all, five] = thread.result();
  console.log(`one after another: ${one} at a time`);
  console.log(`all at once:       ${all} at a time`);
  console.log(`five askers:       ${five} at a time`);
}

if (import.meta.main) main();
