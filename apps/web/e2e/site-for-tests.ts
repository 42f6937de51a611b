import { openDatabase } from "@lockstep/db";
import migrate from "@lockstep/dev/migrated";
import type { TestProject } from "vitest/node";
import { startSite } from "./site.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the site; no slash at the end. */
    readonly address: string;
    /** Of another database, seeded too, that no runner serves. */
    readonly unattendedDatabaseUrl: string;
  }
}

/** vitest's `globalSetup`: one whole site for all files, on the database of DATABASE_URL. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const databaseUrl = process.env["DATABASE_URL"];
  if (!databaseUrl) throw new Error("DATABASE_URL is not set: run `pnpm --filter @lockstep/web test:e2e`.");
  migrate();
  const site = await startSite({
    databaseUrl,
    onSeeded: async () => provide("unattendedDatabaseUrl", await copyOf(databaseUrl)),
  });
  provide("address", site.address);
  return () => site.stop();
}

/** Copies a database that nobody else is connected to. */
async function copyOf(databaseUrl: string): Promise<string> {
  const url = new URL(databaseUrl);
  const db = openDatabase(databaseUrl);
  try {
    await db.$executeRawUnsafe(`create database unattended template "${url.pathname.slice(1)}"`);
  } finally {
    await db.$disconnect();
  }
  url.pathname = "/unattended";
  return url.href;
}
