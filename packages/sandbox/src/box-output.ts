import type { ProgramOutput } from "@lockstep/contracts";
import type { Readable } from "node:stream";

/** Keeps what a box prints on its two streams, up to one limit for both together. */
export class BoxOutput {
  readonly #bytesMax: number;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
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
    return { stdout: decoded(this.#stdout), stderr: decoded(this.#stderr), truncated: this.exceeded };
  }

  /** Follows a stream; `onExceeded` is called at each chunk beyond the limit. */
  follow(name: "stdout" | "stderr", stream: Readable, onExceeded: () => void): void {
    const kept = name === "stdout" ? this.#stdout : this.#stderr;
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
