import { bytes } from "./heap.ts";

/** Bytes in a block, as they are. Plain: who reads and who writes at once must be kept apart by the caller. */

/** Writes `data` from the word at `at` on. */
export function copyIn(at: number, data: Uint8Array): void {
  bytes.set(data, at * 4);
}

/** A copy of `length` bytes from the word at `at` on. */
export function copyOut(at: number, length: number): Uint8Array {
  return bytes.slice(at * 4, at * 4 + length);
}
