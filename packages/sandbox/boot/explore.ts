import type { BoxRequest, Plain } from "@lockstep/contracts";
import {
  BadProgramError,
  explore,
  type ProgramOptions,
  type ReadyProgram,
  RefusedError,
  studentProgram,
} from "@lockstep/interleave";
import {
  type DescribedError,
  evaluateConfined,
  hardened,
  plainCopy,
  RefusedModuleError,
  type StudentConsole,
  tameErrors,
} from "@lockstep/realm";
import { getHeapStatistics } from "node:v8";
import { FirstThrown } from "./first-thrown.ts";
import { STUDENT } from "./names.ts";
import { type Answer, only, refusal, Told } from "./tell-exploration.ts";

/** What one request explores. */
export type Explored = NonNullable<BoxRequest["exploration"]> & {
  readonly input: Plain;
  readonly seed: number;
  readonly stepsMax: number;
};

/** What exploring needs of the worker it runs in. */
export interface Surroundings {
  readonly console: StudentConsole;
  readonly describe: (error: unknown) => DescribedError;
}

/** A program with more different ends is sampled instead: somebody has to judge each of them. */
const ENDS_MAX = 2000;
/** Clock and heap are looked at after so many runs. */
const LOOK_EVERY = 16;
/** What the states that were met may take. The box's own limit is the program's, and this is not its doing. */
const HEAP_GROWTH_BYTES_MAX = 96 * 2 ** 20;

const cpuUsage = process.threadCpuUsage.bind(process);
const heapBytes = () => getHeapStatistics().used_heap_size;

/**
 * Explores what the scenario does with the student's module, and answers as text. The search, the model and the shared
 * objects are on our side of the compartments; a program holds frozen handles that say nothing of them. So what is answered
 * here rests on the realm, as everything does that is said from inside a box.
 */
export function exploreModules(explored: Explored, surroundings: Surroundings): string {
  tameErrors({ RefusedError, BadProgramError });
  return JSON.stringify(answerOf(explored, surroundings));
}

function answerOf(explored: Explored, { console, describe }: Surroundings): Answer {
  const { budget, seed, stepsMax, student } = explored;
  let runs = 0;
  const errors = new FirstThrown();
  const program = programOf(explored, {
    onSaid: (values) => void (runs === 1 && console.log(...values)),
    onThrown: errors.note,
  });
  const told = new Told({ program, firstSite: student.firstSite, stepsMax, describe, errors });
  try {
    const end = cpuMs() + budget.cpuTimeMs;
    const heapMax = heapBytes() + HEAP_GROWTH_BYTES_MAX;
    const found = explore(program, {
      bounds: budget.bounds,
      runsOfBound: budget.schedulesOfBound,
      runsMax: budget.schedulesMax,
      samples: budget.samples,
      spuriousMax: budget.spuriousMax,
      stepsMax,
      seed,
      mayGoOn: () => ++runs % LOOK_EVERY !== 0 || (cpuMs() < end && heapBytes() < heapMax),
    });
    runs = 0; // what is played again prints nothing
    if (found.ends.length > ENDS_MAX) return refusal(`It can end in more than ${ENDS_MAX} different ways.`);
    return told.answer(found);
  } catch (error) {
    return failed(error, told, describe);
  }
}

function cpuMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** The scenario with the student's module, on our side of the compartments. */
export function programOf(
  { student, scenario, input }: Pick<Explored, "student" | "scenario" | "input">,
  options: Pick<ProgramOptions, "onSaid" | "onThrown" | "isTimed">,
): ReadyProgram {
  return studentProgram({
    modules: [scenario, { ...student, name: STUDENT }],
    entry: scenario.name,
    main: "default",
    args: [input],
    student: STUDENT,
    hasTimers: false, // as in the realm
    evaluate: (code, globals) => evaluateConfined(code, globals, STUDENT),
    copy: plainCopy,
    harden: (table) => {
      tameErrors(table);
      hardened(table);
    },
    ...options,
  });
}

/** Why nothing was found out. */
export function failed(error: unknown, told: Told, describe: Surroundings["describe"]): Answer {
  if (error instanceof RefusedModuleError) {
    const { name, message, stack } = describe(error);
    return only({ kind: "unusable", error: { name, message, stack, thread: "main" } });
  }
  if (error instanceof RefusedError) return told.refused(error);
  if (error instanceof BadProgramError) return refusal(error.message);
  // The explorer's own limits, such as the depth of its stack: sampled schedules can still be judged.
  return refusal(`The explorer gave up: ${describe(error).message}`);
}
