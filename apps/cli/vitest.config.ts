import { defineConfig } from "vitest/config";

export default defineConfig({
  // Gradings take a core each. The limits end what hangs; on a busy machine a proof takes minutes.
  test: { testTimeout: 900_000, hookTimeout: 60_000, fileParallelism: false, maxConcurrency: 2 },
});
