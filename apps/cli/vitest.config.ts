import { defineConfig } from "vitest/config";

export default defineConfig({
  // Gradings take a core each.
  test: { testTimeout: 300_000, hookTimeout: 60_000, fileParallelism: false },
});
