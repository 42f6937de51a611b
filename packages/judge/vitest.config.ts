import { defineConfig } from "vitest/config";

// Gradings in real boxes: on a machine that others use too, each may take many times what it takes alone.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } });
