import { SourceMap } from "node:module";
import { types } from "node:util";
import { stackOf } from "./lockdown.ts";

const { isNativeError, isProxy } = types;

/** An error as data for a report. */
export interface DescribedError {
  readonly name: string;
  readonly message: string;
  /** First line, then the frames of the program's own files, innermost first. */
  readonly stack: string;
  /** Known modules on the stack, innermost first. Empty where nothing is known of where it was thrown. */
  readonly modules: readonly string[];
}

const NAME_MAX = 100;
const MESSAGE_MAX = 2000;
const FRAMES_SHOWN = 20;
const STACK_MAX = 8000;

/** Maps positions in an evaluated module back to its source files. */
export class Positions {
  readonly #codes = new Map<string, string>();
  readonly #maps = new Map<string, SourceMap | null>();

  /** @param code bundled text, with an inline source map or without. */
  add(module: string, code: string): void {
    this.#codes.set(module, code);
    this.#maps.delete(module);
  }

  /** Read at the first error: most threads have none. Undefined for a module that is not known. */
  #mapOf(module: string): SourceMap | null | undefined {
    const code = this.#codes.get(module);
    if (code === undefined || this.#maps.has(module)) return this.#maps.get(module);
    const encoded = /sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/.exec(code)?.[1];
    const map = encoded ? new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString())) : null;
    this.#maps.set(module, map);
    return map;
  }

  /** Reads an error without trusting it: everything is text, once, and short; where it was thrown is asked of the engine. */
  describe(thrown: unknown): DescribedError {
    const error = isNativeError(thrown) && !isProxy(thrown) ? thrown : null;
    const name = text(() => error?.name ?? "Error", NAME_MAX);
    const message = text(() => (error ? error.message : `thrown, and no error: ${String(thrown)}`), MESSAGE_MAX);
    const modules: string[] = [];
    const frames: string[] = [];
    for (const frame of (error ? stackOf(error) : "").split("\n")) {
      const [, where = "", module = "", line = "", column = ""] =
        /^\s*at (?:(.*?) \()?lockstep:([\w-]+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
      const map = this.#mapOf(module);
      if (map === undefined) continue;
      if (!modules.includes(module)) modules.push(module);
      const origin = map?.findEntry(Number(line) - 1, Number(column) - 1);
      if (!origin || !("originalSource" in origin)) continue;
      const at = `${origin.originalSource}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
      frames.push(where === "" ? `    at ${at}` : `    at ${where} (${at})`);
    }
    const stack = [`${name}: ${message}`, ...frames.slice(0, FRAMES_SHOWN)].join("\n").slice(0, STACK_MAX);
    return { name, message, stack, modules };
  }
}

/** The text that `read` gives; it may run code of the student, and throw. */
function text(read: () => unknown, max: number): string {
  try {
    return String(read()).slice(0, max);
  } catch {
    return "(can't be read)";
  }
}
