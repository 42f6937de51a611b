import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of a site that runs already and whose database isn't within reach, such as that of infra/docker-compose.yml. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["e2e/given/*.test.ts"],
    globalSetup: ["./e2e/given/site.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 300_000,
    retry: 0,
  },
});
