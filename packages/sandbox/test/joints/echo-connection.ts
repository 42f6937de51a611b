import { receiveInto, sendFrom } from "@lockstep/os";
import { closeSync } from "node:fs";

const buffer = new Uint8Array(2 ** 16);

/** One client of an echo server: what it sends comes back in capitals, also where the kernel takes only a part at once. */
export class EchoConnection {
  readonly descriptor: number;
  /** Not taken by the kernel yet. While there is any, nothing more is read. */
  #rest: Uint8Array = new Uint8Array();

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** Goes on until the kernel would block; answers what to wait for. Closed when the client has ended. */
  turn(): "readable" | "writable" | "closed" {
    for (;;) {
      if (this.#rest.length > 0) {
        const sent = sendFrom(this.descriptor, this.#rest);
        if (sent === null) return "writable";
        this.#rest = this.#rest.subarray(sent);
        continue;
      }
      const got = receiveInto(this.descriptor, buffer);
      if (got === null) return "readable";
      if (got === 0) {
        closeSync(this.descriptor);
        return "closed";
      }
      this.#rest = buffer.slice(0, got).map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
    }
  }
}
