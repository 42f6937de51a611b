import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleBoot } from "../src/boot-bundle.ts";

/** Every worker of every box reads and compiles the whole file before a student's first step. */
test("what boxes load has neither a parser nor schemas in it, and takes one byte a character", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-boot-bundle-"));
  try {
    const { supervisor, worker } = await bundleBoot(folder);
    for (const text of [supervisor, worker].map((path) => readFileSync(path, "utf8"))) {
      expect(text).toContain("worker_threads"); // it is the program, not an empty file
      expect(text).not.toContain("ZodError");
      expect(text).not.toContain("ecmaVersion");
      expect(Buffer.from(text, "latin1").toString("latin1") === text).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
