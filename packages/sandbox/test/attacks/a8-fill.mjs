// Fills every place until it is full.
import { closeSync, openSync, writeSync } from "node:fs";

export function attack(places) {
  const chunk = Buffer.alloc(2 ** 20, 1);
  return Object.fromEntries(
    places.map((place) => {
      let bytes = 0;
      for (let file = 0; file < 64; file++) {
        const before = bytes;
        let descriptor;
        try {
          descriptor = openSync(`${place}/fill-${file}`, "w");
          for (;;) bytes += writeSync(descriptor, chunk);
        } catch {
          if (descriptor !== undefined) closeSync(descriptor);
        }
        if (bytes === before) break;
      }
      return [place, bytes];
    }),
  );
}
