import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@lockstep/dev/migrated", "@lockstep/jobs/installed"],
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
