import { writeSync } from "node:fs";
import { inspect, types } from "node:util";
import { hardened } from "./lockdown.ts";

const write = writeSync;
const show = inspect;
const { isNativeError, isProxy } = types;

/** Longest text of one call; the rest of an output flood is bounded by the box. */
const TEXT_MAX = 16_384;

/** What a program can say. */
export type StudentConsole = Readonly<
  Record<"log" | "info" | "debug" | "warn" | "error", (...values: unknown[]) => void>
>;

/**
 * A console that writes at once, so that nothing is lost when the program is ended. No authority beyond that.
 * After `lockRealm`.
 * @param options.isOn whether what is said now is written: of many rounds only one is.
 * @param options.stackOf an error with its lines, as a student should see it.
 */
export function studentConsole(options: {
  readonly isOn: () => boolean;
  readonly stackOf: (error: Error) => string;
}): StudentConsole {
  const to =
    (descriptor: 1 | 2) =>
    (...values: unknown[]) => {
      if (!options.isOn()) return;
      const texts = values.map((value) => textOf(value, options.stackOf));
      writeAll(descriptor, `${texts.join(" ").slice(0, TEXT_MAX)}\n`);
    };
  return hardened({ log: to(1), info: to(1), debug: to(1), warn: to(2), error: to(2) });
}

function writeAll(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(write(descriptor, rest));
    } catch (error) {
      // A full pipe is waited for; when the reader is gone, so is the program.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
    }
  }
}

/** Shows a value without running code of the student: no getters, no custom inspection, no proxy traps. */
function textOf(value: unknown, stackOf: (error: Error) => string): string {
  if (typeof value === "string") return value;
  try {
    if (isNativeError(value) && !isProxy(value)) return stackOf(value);
    return show(value, { customInspect: false, getters: false, showProxy: true, depth: 3, breakLength: Infinity });
  } catch {
    return "(a value that can't be shown)";
  }
}
