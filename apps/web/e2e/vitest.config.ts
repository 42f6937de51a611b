import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** One site, one runner, one sandbox for all: the files come one after another. */
export default defineConfig({
  root: join(import.meta.dirname, ".."),
  test: {
    include: ["e2e/**/*.test.ts"],
    // Of a site that runs already; see the configuration there.
    exclude: ["e2e/given/**"],
    globalSetup: ["./e2e/site-for-tests.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000, interval: 50 } },
    retry: 0,
  },
});
