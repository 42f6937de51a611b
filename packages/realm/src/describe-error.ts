import { SourceMap } from "node:module";

/** An error as data for a report. */
export interface DescribedError {
  readonly name: string;
  readonly message: string;
  /** First line, then the frames of the program's own files, innermost first. */
  readonly stack: string;
  /** Module in whose code it was thrown: the innermost frame of a known module; null where none is. */
  readonly module: string | null;
}

/** Maps positions in an evaluated module back to its source files. */
export class Positions {
  readonly #maps = new Map<string, SourceMap>();

  /** @param code bundled text with an inline source map. */
  add(module: string, code: string): void {
    const encoded = /sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/.exec(code)?.[1];
    if (encoded) this.#maps.set(module, new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString())));
  }

  /** Reads an error without trusting it: everything is text, once, and short. */
  describe(error: unknown): DescribedError {
    const name = text(() => (error instanceof Error ? error.name : "Error")).slice(0, 100);
    const message = text(() => (error instanceof Error ? error.message : String(error))).slice(0, 2000);
    const frames = text(() => (error instanceof Error ? (error.stack ?? "") : ""))
      .slice(0, 20_000)
      .split("\n");
    let module: string | null = null;
    const own = frames.flatMap((frame) => {
      const found = /^\s*at (?:(.*?) \()?lockstep:([\w-]+):(\d+):(\d+)\)?$/.exec(frame);
      const [, where = "", of = "", line = "", column = ""] = found ?? [];
      const map = this.#maps.get(of);
      if (!found) return [];
      module ??= of;
      const origin = map?.findEntry(Number(line) - 1, Number(column) - 1);
      if (!origin || !("originalSource" in origin)) return [];
      const at = `${origin.originalSource}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
      return [where === "" ? `    at ${at}` : `    at ${where} (${at})`];
    });
    return { name, message, stack: [`${name}: ${message}`, ...own.slice(0, 20)].join("\n").slice(0, 8000), module };
  }
}

function text(read: () => unknown): string {
  try {
    return String(read());
  } catch {
    return "(can't be read)";
  }
}
