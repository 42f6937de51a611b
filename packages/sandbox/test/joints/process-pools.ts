import type { BoxModule } from "@lockstep/contracts";
import { type Decided, decideByRounds, type LeadRule } from "@lockstep/measure/claims";
import { ChildOfRound } from "../../boot/processes/child-process.ts";
import { playProcessRound, type ProcessRound } from "../../boot/processes/process-round.ts";
import type { JointRequest } from "./box-channel.ts";

const PROCESSES_MAX = 16;
const CALLS_MAX = 2000;
const HELD_BYTES_MAX = 2 ** 25;

/** What a program of processes is held against. */
export interface PoolInput {
  /** The sequential program, in one process. */
  readonly reference: BoxModule;
  readonly cores: number;
  readonly atLeast: number;
  readonly rule: LeadRule;
  readonly seed: number;
  readonly items: number;
}

/** Why a program failed that was not merely too slow. */
export type PoolFault = "stuck" | "threw" | "too-many-processes" | "too-many-calls" | "too-many-bytes" | "wrong";

export interface PoolVerdict extends Decided {
  /** Null: there was none, and the votes decided. */
  readonly fault: PoolFault | null;
  readonly detail: string | null;
  /** Of the last round: each process by its number in the box, with what it used to start and in all. */
  readonly processes: readonly { readonly pid: number; readonly startMs: number; readonly cpuTimeMs: number }[];
}

/** A fault, whose finder wants to hear no more of rounds. */
class FaultFound extends Error {
  readonly fault: PoolFault;

  constructor(fault: PoolFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

/** Judges the student's program of processes on real ones, paced, against the sequential one. */
export async function joint({ student, input }: JointRequest): Promise<PoolVerdict> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own test says it
  const { reference, cores, atLeast, rule, seed: firstSeed, items } = input as PoolInput;
  const program = new URL("./paced-process.mjs", import.meta.url).pathname;
  let children: ChildOfRound[] = [];
  let seed = firstSeed;

  const round = async (module: BoxModule): Promise<ProcessRound> => {
    await Promise.all(children.map((child) => child.end()));
    children = [];
    return playProcessRound({
      target: "main",
      args: [seed, items, cores],
      cores,
      processesMax: PROCESSES_MAX,
      callsMax: CALLS_MAX,
      heldBytesMax: HELD_BYTES_MAX,
      start: async (target) => {
        const child = await ChildOfRound.start(program, module, target);
        children.push(child);
        return child;
      },
    });
  };
  const next = async () => {
    seed = (seed * 75 + 74) % 65_537;
    const alone = await round(reference);
    const { end, figures, mostAtOnce } = await round(student);
    if (end.kind === "threw") throw new FaultFound("threw", end.error);
    if (end.kind !== "returned") throw new FaultFound(end.kind, "");
    if (mostAtOnce > cores) throw new FaultFound("too-many-processes", `${mostAtOnce} at once on ${cores} cores`);
    if (alone.end.kind !== "returned" || end.result !== alone.end.result)
      throw new FaultFound("wrong", `${JSON.stringify(end.result)} and not ${JSON.stringify(alone.end)}`);
    return { student: figures, reference: alone.figures };
  };
  const processes = () =>
    children.map((child) => ({ pid: child.pid, startMs: child.startMs, cpuTimeMs: child.accountMs() }));
  try {
    return { ...(await decideByRounds(next, { atLeast, rule })), fault: null, detail: null, processes: processes() };
  } catch (cause) {
    if (!(cause instanceof FaultFound)) throw cause;
    return { verdict: "slow", votes: [], fault: cause.fault, detail: cause.message, processes: processes() };
  }
}
