import type { ProgramOutput } from "@lockstep/contracts";

/** Gathers what the boxes of one grading printed, up to a limit in bytes for both streams together. */
export class OutputKeeper {
  readonly #bytesMax: number;
  #bytes = 0;
  #stdout = "";
  #stderr = "";
  #truncated = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(output: ProgramOutput): void {
    this.#truncated ||= output.truncated;
    this.#stdout += this.#fitting(output.stdout);
    this.#stderr += this.#fitting(output.stderr);
  }

  kept(): ProgramOutput {
    return { stdout: this.#stdout, stderr: this.#stderr, truncated: this.#truncated };
  }

  #fitting(text: string): string {
    const bytes = Buffer.from(text);
    const room = Math.max(0, this.#bytesMax - this.#bytes);
    this.#bytes += Math.min(bytes.length, room);
    if (bytes.length <= room) return text;
    this.#truncated = true;
    return bytes
      .subarray(0, room)
      .toString()
      .replace(/\uFFFD+$/, "");
  }
}
