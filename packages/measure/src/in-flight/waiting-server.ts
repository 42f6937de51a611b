import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { type FlightFigures, FlightLog } from "./flight-log.ts";

/** More than this in one line is no request. */
const LINE_CHARACTERS_MAX = 16;

/** One round's questions: how long each waits for its answer, by its number, and what the answer is. */
export interface Questions {
  readonly waitsMs: readonly number[];
  readonly answers: readonly number[];
}

/** What a round has shown, with what the client did against the protocol. */
export interface ServedRound extends FlightFigures {
  /** First breach: a number that is none, or that was asked already. Null: there was none. */
  readonly breach: string | null;
}

/**
 * A server on the loopback device of real TCP, whose answers take a time that it chooses: what a client's waits are
 * measured on. A request is a line with its number, the answer a line with number and value; any number of requests may
 * be under way on a connection. Each number may be asked once, so nobody gets more in flight by asking twice.
 */
export class WaitingServer {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: ReadonlySet<Socket>;
  readonly #round: Round;

  private constructor(server: Server, sockets: ReadonlySet<Socket>, round: Round) {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a server without a port");
    this.port = address.port;
    this.#server = server;
    this.#sockets = sockets;
    this.#round = round;
  }

  /** Listens on a free port of 127.0.0.1, for one round. `close` it. */
  static async open(questions: Questions): Promise<WaitingServer> {
    const sockets = new Set<Socket>();
    const round = new Round(questions);
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined); // the client is gone: what it asked stays unanswered
      socket.on("close", () => sockets.delete(socket));
      let text = "";
      socket.setEncoding("latin1").on("data", (chunk) => {
        const lines = (text + chunk).split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) round.ask(line, socket);
        if (text.length > LINE_CHARACTERS_MAX) socket.destroy();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new WaitingServer(server, sockets, round);
  }

  /** What was seen so far. */
  get seen(): ServedRound {
    return this.#round.seen;
  }

  /** Ends all connections; what is under way is answered no more. */
  async close(): Promise<void> {
    this.#round.end();
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}

class Round {
  readonly #questions: Questions;
  readonly #log = new FlightLog();
  readonly #asked = new Set<number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #breach: string | null = null;

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  get seen(): ServedRound {
    return { ...this.#log.figures(), breach: this.#breach };
  }

  ask(line: string, socket: Socket): void {
    const id = /^\d+$/.test(line) ? Number(line) : -1;
    const waitMs = this.#questions.waitsMs[id];
    const answer = this.#questions.answers[id];
    if (waitMs === undefined || answer === undefined) return this.#refuse(socket, `no number of a question: ${line}`);
    if (this.#asked.has(id)) return this.#refuse(socket, `asked twice: ${id}`);
    this.#asked.add(id);
    this.#log.begin(id, performance.now(), waitMs);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      // Before it is written: a client that has its answer is free to ask, and would seem to be one too many.
      this.#log.end(id, performance.now());
      socket.write(`${id} ${answer}\n`);
    }, waitMs);
    this.#timers.add(timer);
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #refuse(socket: Socket, breach: string): void {
    this.#breach ??= breach;
    socket.destroy();
  }
}
