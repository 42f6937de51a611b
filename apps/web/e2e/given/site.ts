import type { TestProject } from "vitest/node";

/** vitest's `globalSetup`: the site whose address is in SITE_ADDRESS. */
export function setup({ provide }: TestProject): void {
  const address = process.env["SITE_ADDRESS"];
  if (!address) throw new Error("SITE_ADDRESS is not set: run `pnpm test:compose`.");
  provide("address", new URL(address).origin);
}
