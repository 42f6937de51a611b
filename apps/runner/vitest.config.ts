import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@lockstep/dev/migrated", "@lockstep/jobs/installed"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 240_000, interval: 50 } },
    // The tests of one queue take each other's jobs.
    fileParallelism: false,
  },
});
