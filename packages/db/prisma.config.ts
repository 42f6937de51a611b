import { join } from "node:path";
import { defineConfig } from "prisma/config";

// Prisma's native engine is not in the package registry; ours speaks the same protocol (see prisma/schema-engine.ts).
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= join(import.meta.dirname, "prisma/schema-engine.ts");
process.env["CHECKPOINT_DISABLE"] ??= "1";
process.env["PRISMA_HIDE_UPDATE_MESSAGE"] ??= "1";

const shadowDatabaseUrl = process.env["SHADOW_DATABASE_URL"];

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "", ...(shadowDatabaseUrl ? { shadowDatabaseUrl } : {}) },
});
