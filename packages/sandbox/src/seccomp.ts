import {
  allow,
  assemble,
  jump,
  JUMP_MAX,
  jumpIfAtLeast,
  jumpIfEqual,
  kill,
  loadArchitecture,
  loadNumber,
  type Program,
  refuse,
} from "./seccomp-instructions.ts";
import { ERRNO, type FilterNeeds, ruleOf } from "./seccomp-rules.ts";
import { allowedCalls, checkedCalls, deniedCalls, processCalls, signalCalls } from "./seccomp-tables.ts";
import { SandboxUnavailableError } from "./unavailable.ts";

/** Architectures that have a table, with the kernel's AUDIT_ARCH number. */
const AUDIT_ARCH = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const;
export type FilterArchitecture = keyof typeof AUDIT_ARCH;

/** Calls of the x32 ABI have this bit; they would dodge a table of x64 numbers. */
const X32_BIT = 0x4000_0000;

function architecture(): FilterArchitecture {
  if (process.arch === "x64" || process.arch === "arm64") return process.arch;
  throw new SandboxUnavailableError(
    `there is no system-call table for ${process.arch}`,
    "Use a machine with an x64 or arm64 processor.",
  );
}

/** Reads the manifest's `needs`; an unknown word adds nothing. */
export function filterNeeds(needs: readonly string[]): FilterNeeds {
  return {
    processes: needs.includes("processes"),
    sockets: needs.includes("sockets"),
    signals: needs.includes("signals"),
  };
}

/** Numbers of a table's calls on one architecture. */
function numbers(table: string, arch: FilterArchitecture): [call: string, number: number][] {
  return table
    .trim()
    .split(/\s+/)
    .flatMap((entry): [string, number][] => {
      const [call = "", x64 = "", arm64 = ""] = entry.split(":");
      const number = arch === "x64" ? x64 : arm64;
      return number === "" ? [] : [[call, Number(number)]];
    });
}

/** Allowed where the exercise needs it. */
const when = (needed: boolean): Program => [needed ? allow : refuse(ERRNO.EPERM)];

/** What is answered to each call that is known. */
function answers(needs: FilterNeeds, arch: FilterArchitecture): Map<number, Program> {
  const answer = new Map<number, Program>();
  const all = (table: string, program: Program) =>
    numbers(table, arch).forEach(([, number]) => answer.set(number, program));
  all(allowedCalls, [allow]);
  all(processCalls, when(needs.processes));
  all(signalCalls, when(needs.signals));
  all(deniedCalls, [refuse(ERRNO.EPERM)]);
  for (const [call, number] of numbers(checkedCalls, arch)) answer.set(number, ruleOf(call, needs));
  return answer;
}

interface Interval {
  readonly from: number;
  readonly program: Program;
}

/** Neighbouring numbers with one and the same answer become one interval. */
function intervals(answer: ReadonlyMap<number, Program>): Interval[] {
  const found: Interval[] = [];
  const unknown: Program = [refuse(ERRNO.ENOSYS)];
  const top = Math.max(...answer.keys());
  for (let number = 0; number <= top + 1; number++) {
    const program = answer.get(number) ?? unknown;
    const last = found.at(-1)?.program;
    const same = last?.length === 1 && program.length === 1 && last[0]?.operand === program[0]?.operand;
    if (!same) found.push({ from: number, program });
  }
  return found;
}

/** A binary search over the intervals, so that no call costs more than about 25 instructions. */
function search(all: readonly Interval[]): Program {
  const [only] = all;
  if (only === undefined) return [];
  if (all.length === 1) return only.program;
  const middle = all.length >> 1;
  const left = search(all.slice(0, middle));
  const right = search(all.slice(middle));
  const boundary = all[middle]?.from ?? 0;
  return left.length <= JUMP_MAX
    ? [jumpIfAtLeast(boundary, left.length), ...left, ...right]
    : [jumpIfAtLeast(boundary, 0, 1), jump(left.length), ...left, ...right];
}

/**
 * The filter of a box, as bytes for bubblewrap. Harmless calls are allowed, dangerous ones answer EPERM, some are decided
 * by their arguments, and everything that is not in a table answers ENOSYS, so that a newer libc falls back to what is.
 * A call of a foreign ABI ends the process.
 */
export function seccompFilter(needs: FilterNeeds, arch: FilterArchitecture = architecture()): Buffer {
  const foreign: Program = [loadArchitecture, jumpIfEqual(AUDIT_ARCH[arch], 1), kill];
  const x32: Program = arch === "x64" ? [jumpIfAtLeast(X32_BIT, 0, 1), kill] : [];
  return assemble([...foreign, loadNumber, ...x32, ...search(intervals(answers(needs, arch)))]);
}
