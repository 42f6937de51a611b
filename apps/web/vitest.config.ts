import { defineConfig } from "vitest/config";

/** What needs neither browser nor server; the browser's tests have a configuration of their own in `e2e`. */
export default defineConfig({ test: { include: ["test/**/*.test.ts"], restoreMocks: true } });
