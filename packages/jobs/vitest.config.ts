import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@lockstep/dev/migrated", "./test/installed.ts"],
    testTimeout: 60_000,
    hookTimeout: 30_000,
    // The tests of one queue take each other's jobs.
    fileParallelism: false,
  },
});
