import { writeSync } from "node:fs";

export function attack(streams) {
  const zeros = Buffer.alloc(2 ** 16, 0);
  for (let n = 0; ; n++) {
    try {
      writeSync(streams[n % streams.length], zeros);
    } catch {
      // full
    }
  }
}
