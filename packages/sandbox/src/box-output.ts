import type { ProgramOutput } from "@lockstep/contracts";
import type { Readable } from "node:stream";

/** Keeps what a box prints on its two streams during one request, up to one limit for both together. */
export class BoxOutput {
  readonly #bytesMax: number;
  readonly #kept = { stdout: new Array<Buffer>(), stderr: new Array<Buffer>() };
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** More was printed than is kept. */
  get exceeded(): boolean {
    return this.#bytes > this.#bytesMax;
  }

  /** Bytes that are no UTF-8 become replacement characters; the cut may fall inside a character. */
  get kept(): ProgramOutput {
    const { stdout, stderr } = this.#kept;
    return { stdout: decoded(stdout), stderr: decoded(stderr), truncated: this.exceeded };
  }

  /** Forgets what was printed so far: the next request begins. */
  clear(): void {
    this.#kept.stdout.length = this.#kept.stderr.length = this.#bytes = 0;
  }

  /** Follows a stream; `onExceeded` is called at each chunk beyond the limit. */
  follow(name: "stdout" | "stderr", stream: Readable, onExceeded: () => void): void {
    const kept = this.#kept[name];
    stream.on("error", () => undefined); // the box died; its end is told elsewhere
    stream.on("data", (chunk: Buffer) => {
      const room = this.#bytesMax - this.#bytes;
      // Copied: a slice would keep the whole chunk alive.
      if (room > 0) kept.push(chunk.length > room ? Buffer.from(chunk.subarray(0, room)) : chunk);
      this.#bytes += chunk.length;
      if (this.exceeded) onExceeded();
    });
  }
}

function decoded(chunks: readonly Buffer[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}
