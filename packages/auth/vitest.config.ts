import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { globalSetup: "@lockstep/dev/migrated", testTimeout: 120_000, hookTimeout: 30_000 },
});
