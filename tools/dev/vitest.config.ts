import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 400_000,
    hookTimeout: 400_000,
    expect: { poll: { timeout: 120_000, interval: 50 } },
    // Databases and a whole site are started: one after another is quicker, and shows who is to blame.
    fileParallelism: false,
  },
});
