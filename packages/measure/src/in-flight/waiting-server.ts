import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { type FlightFigures, FlightLog } from "./flight-log.ts";

/** More than this in one line is no request. */
const LINE_CHARACTERS_MAX = 16;
/** Beside one for each question: a client may try one, or be slow to end one. */
const CONNECTIONS_SPARE = 8;

/** One round's questions: how long each waits for its answer, by its number, and what the answer is. */
export interface Questions {
  readonly waitsMs: readonly number[];
  readonly answers: readonly number[];
}

/** What a round has shown, with what the client did against the protocol. */
export interface ServedRound extends FlightFigures {
  /** First breach: a number that is none or was asked already, a line or a connection too many. Null: there was none. */
  readonly breach: string | null;
}

/**
 * A server on the loopback device of real TCP, whose answers take a time that it chooses: what a client's waits are
 * measured on. A request is a line with its number, the answer a line with number and value; any number of requests may
 * be under way on a connection. Each number may be asked once, so nobody gets more in flight by asking twice. Whoever breaks that has its connection ended, and the rest of what it sent there counts for nothing; there
 * are never more connections than one for each question and eight.
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
        const isServed = lines.every((line) => round.ask(line, socket));
        if (isServed && text.length > LINE_CHARACTERS_MAX) round.ask(text, socket);
      });
    });
    server.maxConnections = questions.waitsMs.length + CONNECTIONS_SPARE;
    server.on("drop", () => round.noteBreach(`more than ${server.maxConnections} connections`));
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

  /** False: it was a breach, and the connection has ended. */
  ask(line: string, socket: Socket): boolean {
    const shown = line.slice(0, LINE_CHARACTERS_MAX);
    if (shown !== line) return this.#refuse(socket, `too long a line: ${shown}`);
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
    return true;
  }

  /** The first one counts. */
  noteBreach(breach: string): void {
    this.#breach ??= breach;
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #refuse(socket: Socket, breach: string): false {
    this.noteBreach(breach);
    socket.destroy();
    return false;
  }
}
