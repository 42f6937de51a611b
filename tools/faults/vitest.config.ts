import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["@lockstep/dev/migrated", "@lockstep/jobs/installed"],
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
