import { defineConfig } from "vitest/config";

/** Boxes, their limits and what they leave behind are looked at for the whole machine: one test at a time. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
