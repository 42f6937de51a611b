import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Asks one question and answers with its value. */
export type Ask = (id: number) => Promise<number>;

/** A client: asks the questions 0 to n − 1, at most `bound` at once, and sums the answers. */
export type Client = (task: { readonly port: number; readonly n: number; readonly bound: number }) => Promise<number>;

interface LabelledClient {
  readonly run: Client;
  /** What it is held against: a bound, or all at once. */
  readonly claim: "bounded" | "overlapped";
  /** Null: it is fast enough. */
  readonly because: "not-overlapped" | "exceeded" | "breach" | "wrong" | null;
}

/** A connection of its own for each question. */
const asking =
  (port: number): Ask =>
  async (id) => {
    const socket = connect(port, "127.0.0.1");
    try {
      socket.write(`${id}\n`);
      for await (const line of createInterface({ input: socket })) return valueOf(line);
      throw new Error("no answer");
    } finally {
      socket.destroy();
    }
  };

const valueOf = (line: string) => Number(line.split(" ")[1]);
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** `workers` loops that take the next number from one counter. */
async function byWorkers(ask: Ask, n: number, workers: number): Promise<number> {
  let next = 0;
  let sum = 0;
  const worker = async () => {
    while (next < n) {
      const value = await ask(next++); // `sum += await …` would read the sum before the wait
      sum += value;
    }
  };
  await Promise.all(numbers(workers).map(worker));
  return sum;
}

async function inBatches(ask: Ask, n: number, size: number): Promise<number> {
  let sum = 0;
  for (let from = 0; from < n; from += size)
    sum += total(await Promise.all(numbers(Math.min(size, n - from)).map((i) => ask(from + i)))); // one at a time
  return sum;
}

/** Many questions on one connection: `bound` at the beginning, and one more for each answer. */
async function onOneConnection(socket: Socket, n: number, bound: number): Promise<number> {
  await once(socket, "connect");
  let asked = 0;
  let answered = 0;
  let sum = 0;
  const more = () => void (asked < n && socket.write(`${asked++}\n`));
  for (let i = 0; i < bound; i++) more();
  for await (const line of createInterface({ input: socket })) {
    sum += valueOf(line);
    more();
    if (++answered === n) break;
  }
  socket.destroy();
  return sum;
}

/** Labelled clients: in different styles, good and bad. */
export const clients: Readonly<Record<string, LabelledClient>> = {
  "all at once": {
    claim: "overlapped",
    because: null,
    run: async ({ port, n }) => total(await Promise.all(numbers(n).map(asking(port)))),
  },
  "all at once, on one connection": {
    claim: "overlapped",
    because: null,
    run: ({ port, n }) => onOneConnection(connect(port, "127.0.0.1"), n, n),
  },
  "bounded: workers with one counter": {
    claim: "bounded",
    because: null,
    run: ({ port, n, bound }) => byWorkers(asking(port), n, bound),
  },
  "bounded: one more for each answer, on one connection": {
    claim: "bounded",
    because: null,
    run: ({ port, n, bound }) => onOneConnection(connect(port, "127.0.0.1"), n, bound),
  },
  "bounded: permits, with all tasks begun at once": {
    claim: "bounded",
    because: null,
    run: async ({ port, n, bound }) => {
      const ask = asking(port);
      const sleepers: (() => void)[] = [];
      let free = bound;
      const task = async (id: number) => {
        if (free > 0) free--;
        else await new Promise<void>((wake) => sleepers.push(wake));
        const value = await ask(id);
        const next = sleepers.shift();
        if (next) next();
        else free++;
        return value;
      };
      return total(await Promise.all(numbers(n).map(task)));
    },
  },
  "one after another": {
    claim: "bounded",
    because: "not-overlapped",
    run: ({ port, n }) => byWorkers(asking(port), n, 1),
  },
  "one after another, where all at once was asked for": {
    claim: "overlapped",
    because: "not-overlapped",
    run: ({ port, n }) => byWorkers(asking(port), n, 1),
  },
  "in batches, each as long as its longest wait": {
    claim: "bounded",
    because: "not-overlapped",
    run: ({ port, n, bound }) => inBatches(asking(port), n, bound),
  },
  "in batches, where all at once was asked for": {
    claim: "overlapped",
    because: "not-overlapped",
    run: ({ port, n, bound }) => inBatches(asking(port), n, bound),
  },
  "half the bound": {
    claim: "bounded",
    because: "not-overlapped",
    run: ({ port, n, bound }) => byWorkers(asking(port), n, Math.floor(bound / 2)),
  },
  "one more than the bound": {
    claim: "bounded",
    because: "exceeded",
    run: ({ port, n, bound }) => byWorkers(asking(port), n, bound + 1),
  },
  "all at once, where a bound was asked for": {
    claim: "bounded",
    because: "exceeded",
    run: async ({ port, n }) => total(await Promise.all(numbers(n).map(asking(port)))),
  },
  "connections for all at once, and one question at a time": {
    claim: "overlapped",
    because: "not-overlapped",
    run: async ({ port, n }) => {
      const sockets = numbers(n).map(() => connect(port, "127.0.0.1"));
      await Promise.all(sockets.map((socket) => once(socket, "connect")));
      let sum = 0;
      for (const [id, socket] of sockets.entries()) {
        socket.write(`${id}\n`);
        for await (const line of createInterface({ input: socket })) {
          sum += valueOf(line);
          break;
        }
        socket.destroy();
      }
      return sum;
    },
  },
  "asks twice, so that more is under way": {
    claim: "bounded",
    because: "breach",
    run: ({ port, n }) => byWorkers(async (id) => Math.max(...(await Promise.all([id, id].map(asking(port))))), n, 2),
  },
  "asks for what nobody asked": {
    claim: "bounded",
    because: "breach",
    run: ({ port, n, bound }) => byWorkers(asking(port), n + 10, bound),
  },
  "guesses the answers, and waits for none": {
    claim: "overlapped",
    because: "wrong",
    run: async ({ port, n }) => {
      const sockets = numbers(n).map((id) => {
        const socket = connect(port, "127.0.0.1");
        socket.write(`${id}\n`);
        return socket;
      });
      await Promise.all(sockets.map((socket) => once(socket, "connect")));
      return n;
    },
  },
};
