import type { Duplex } from "node:stream";

/** What came over the channel. `closed` and `violation` are the end: nothing follows them. */
export type Received =
  | { readonly kind: "frame"; readonly value: unknown }
  | { readonly kind: "violation"; readonly because: string }
  | { readonly kind: "closed" };

const HEAD_BYTES = 4;
/** An answer of 64 outcomes with their schedules, and of some thousand small ones without, stays below. */
const FRAME_BYTES_MAX = 4 * 2 ** 20;
/**
 * The runner's end of descriptor 3: frames of a 4-byte big-endian length and JSON. The far end is the student's, so
 * nothing is believed: a length is checked before a byte is kept for it, and a frame that nobody asked for is a violation.
 */
export class Channel {
  readonly #stream: Duplex;
  readonly #received: Received[] = [];
  #chunks: Buffer[] = [];
  #pendingBytes = 0;
  /** Frames that the far end may still send: the one that says it is ready, and one for each of ours. */
  #owed = 1;
  #waiter: ((received: Received) => void) | undefined;
  #end: Received | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => this.#take(chunk));
    // A write into a dying box fails with EPIPE; that it is gone shows as `close` as well.
    stream.on("error", () => this.#finish({ kind: "closed" }));
    stream.on("end", () => this.#finish({ kind: "closed" }));
    stream.on("close", () => this.#finish({ kind: "closed" }));
  }

  /** Why the far end broke the protocol, as far as is known by now; also after the answer was taken. */
  get violation(): string | null {
    if (this.#end?.kind === "violation") return this.#end.because;
    return this.#pendingBytes > 0 && this.#owed === 0 ? "bytes after the answer" : null;
  }

  /** Sends a frame, to which one frame may be the answer. */
  send(value: unknown): void {
    this.#owed++;
    const body = Buffer.from(JSON.stringify(value));
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(body.length);
    this.#stream.write(Buffer.concat([head, body]));
  }

  /** Resolves with the next frame, or with the end. One caller at a time. */
  receive(): Promise<Received> {
    const next = this.#received.shift() ?? this.#end;
    if (next) return Promise.resolve(next);
    return new Promise((resolve) => (this.#waiter = resolve));
  }

  #take(chunk: Buffer): void {
    if (this.#end) return;
    this.#chunks.push(chunk);
    this.#pendingBytes += chunk.length;
    while (this.#pendingBytes >= HEAD_BYTES && !this.#end) {
      const bytes = this.#peek().readUInt32BE(0);
      if (bytes > FRAME_BYTES_MAX) return this.#finish({ kind: "violation", because: `a frame of ${bytes} bytes` });
      if (this.#pendingBytes < HEAD_BYTES + bytes) return;
      const all = Buffer.concat(this.#chunks);
      this.#chunks = [all.subarray(HEAD_BYTES + bytes)];
      this.#pendingBytes = all.length - HEAD_BYTES - bytes;
      this.#parse(all.subarray(HEAD_BYTES, HEAD_BYTES + bytes));
    }
  }

  /** The first bytes in one piece; joining is put off until a whole frame is there. */
  #peek(): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    if (first.length < HEAD_BYTES) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? first;
  }

  #parse(body: Buffer): void {
    if (--this.#owed < 0) return this.#finish({ kind: "violation", because: "more than one answer" });
    try {
      this.#hand({ kind: "frame", value: JSON.parse(body.toString("utf8")) });
    } catch {
      this.#finish({ kind: "violation", because: "a frame that is not JSON" });
    }
  }

  #hand(received: Received): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter) waiter(received);
    else this.#received.push(received);
  }

  #finish(end: Received): void {
    if (this.#end) return;
    this.#end = end;
    this.#chunks = [];
    this.#pendingBytes = end.kind === "closed" && this.#owed === 0 ? this.#pendingBytes : 0;
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.(end);
    if (end.kind === "violation") this.#stream.destroy();
  }
}
