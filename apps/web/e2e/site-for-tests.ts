import migrate from "@lockstep/dev/migrated";
import type { TestProject } from "vitest/node";
import { startSite } from "./site.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the site; no slash at the end. */
    readonly address: string;
  }
}

/** vitest's `globalSetup`: one whole site for all files, on the database of DATABASE_URL. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const databaseUrl = process.env["DATABASE_URL"];
  if (!databaseUrl) throw new Error("DATABASE_URL is not set: run `pnpm --filter @lockstep/web test:e2e`.");
  migrate();
  const site = await startSite({ databaseUrl });
  provide("address", site.address);
  return () => site.stop();
}
