import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The limits end what hangs; on a busy machine a proof takes minutes.
    testTimeout: 900_000,
    hookTimeout: 60_000,
    // The proof of all exercises takes every core. Other tests each call processes of their own, which wait a lot: two at once.
    fileParallelism: false,
    // What doesn't match is told whole: a report keeps the message only.
    chaiConfig: { truncateThreshold: 1000 },
    sequence: { concurrent: true },
    maxConcurrency: 2,
  },
});
