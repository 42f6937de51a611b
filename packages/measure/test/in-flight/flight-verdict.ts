import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type DecidedFlights, decideFlights, type FlightClaim, type FlightRound } from "../../src/claims/flight.ts";
import type { LeadRule } from "../../src/statistics/sequential.ts";
import { runDelayMs, WaitingServer } from "../../src/in-flight/index.ts";
import { clients } from "./clients.ts";

const QUESTIONS = 32;
const BOUND = 5;
/** A third of the questions wait long: a batch with one of them waits for it. */
const SHORT_MS = 10;
const LONG_MS = 50;
const LONG_SHARE = 1 / 3;

/**
 * On average: a bounded client that takes the next question as soon as one is answered has 0.85 to 0.95 of the bound under
 * way, the end of the round included; batches have half of it. All at once, the longest wait is the round: 0.47 of them.
 */
const CLAIMS: Readonly<Record<"bounded" | "overlapped", FlightClaim>> = {
  bounded: { atLeast: BOUND, atMost: BOUND, onAverage: 0.68 * BOUND },
  overlapped: { atLeast: QUESTIONS, onAverage: 0.25 * QUESTIONS },
};

/** Judges a labelled client by rounds over real TCP, each with fresh waits and answers. */
export async function verdictOnClient(name: string, rule?: LeadRule): Promise<DecidedFlights> {
  const claim = clients[name]?.claim ?? "bounded";
  return decideFlights(() => round(name), CLAIMS[claim], rule);
}

/** One round of a client in a process of its own; its run-delay, and ours, are read from outside. */
async function round(name: string): Promise<FlightRound> {
  const longs = Math.round(QUESTIONS * LONG_SHARE);
  const waitsMs = shuffled(Array.from({ length: QUESTIONS }, (_, i) => (i < longs ? LONG_MS : SHORT_MS)));
  const answers = waitsMs.map(() => randomInt(1_000_000));
  const server = await WaitingServer.open({ waitsMs, answers });
  const program = join(import.meta.dirname, "client-process.ts");
  const args = [program, name, String(server.port), String(QUESTIONS), String(BOUND)];
  const client = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  try {
    await lines.next();
    const before = delays(client.pid);
    client.stdin.write("go\n");
    const told = (await lines.next()).value ?? "";
    const after = delays(client.pid);
    const isRight = told === String(answers.reduce((sum, answer) => sum + answer, 0));
    return {
      ...server.seen,
      isRight,
      clientDelayMs: after.client - before.client,
      serverDelayMs: after.server - before.server,
    };
  } finally {
    client.stdin.end();
    if (client.exitCode === null) await once(client, "exit");
    await server.close();
  }
}

/** Not to be had: then nothing is taken off for it. */
function delays(client: number | undefined): { readonly client: number; readonly server: number } {
  return {
    client: (client === undefined ? null : runDelayMs(client)) ?? 0,
    server: runDelayMs(process.pid, "first") ?? 0,
  };
}

function shuffled(values: readonly number[]): number[] {
  const left = [...values];
  return values.map(() => left.splice(randomInt(left.length), 1)[0] ?? 0);
}
