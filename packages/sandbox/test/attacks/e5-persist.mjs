// Leaves traces in every place it can write to; says which were there already.
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

export async function attack() {
  const files = ["/box/trace", "/tmp/trace", "/dev/shm/trace"];
  const found = files.filter((file) => existsSync(file));
  for (const file of files) writeFileSync(file, "here");
  const taken = await new Promise((resolve) => {
    createServer()
      .on("error", () => resolve(true))
      .listen("\0lockstep-trace", () => resolve(false))
      .unref();
  });
  return { found, taken, left: files.filter((file) => existsSync(file)).length };
}
