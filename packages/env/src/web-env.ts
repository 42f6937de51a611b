import { isIP } from "node:net";
import { z } from "zod";
import { databaseUrl, readEnvironment, type Source } from "./read-environment.ts";

const schema = z.object({
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: z
    .string({ error: "set it to 32 or more random characters (openssl rand -hex 32), the same in every web process" })
    .min(32, "must have at least 32 characters; make one with: openssl rand -hex 32"),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: "must be the address of the site, such as https://lockstep.example.org" })
    .optional(),
  PORT: z.coerce.number({ error: "must be a number" }).int().min(1).max(65_535).default(3000),
  TRUSTED_PROXY: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .refine((parts) => parts.every(isAddressOrSubnet), "must be addresses or subnets, such as 10.0.0.5,172.18.0.0/16")
    .default([]),
  WEB_LOG: z.enum(["text", "json"], { error: "must be text or json" }).default("text"),
  DEMO_ACCOUNTS: z.enum(["0", "1"], { error: "must be 1 (show the demo accounts) or 0" }).default("0"),
});

/** What the web process is told. */
export interface WebEnv {
  readonly databaseUrl: string;
  /** Signs the session cookies. */
  readonly authSecret: string;
  /** Where browsers find the site; no slash at the end. */
  readonly baseUrl: string;
  /** Addresses and subnets of proxies whose word on a client's address is taken. Empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** `text` for people; `json`: one object a line, for whoever collects logs. */
  readonly log: "text" | "json";
  /** The sign-in page may show the demo accounts. Set by `dev` only. */
  readonly demoAccounts: boolean;
}

/** Reads DATABASE_URL, AUTH_SECRET, BASE_URL or PORT, TRUSTED_PROXY, WEB_LOG and DEMO_ACCOUNTS. @throws {EnvironmentError} */
export function webEnv(source: Source = process.env): WebEnv {
  const { DATABASE_URL, AUTH_SECRET, BASE_URL, PORT, ...rest } = readEnvironment(schema, source);
  return {
    databaseUrl: DATABASE_URL,
    authSecret: AUTH_SECRET,
    baseUrl: BASE_URL ? new URL(BASE_URL).origin : `http://localhost:${PORT}`,
    trustedProxies: rest.TRUSTED_PROXY,
    log: rest.WEB_LOG,
    demoAccounts: rest.DEMO_ACCOUNTS === "1",
  };
}

function isAddressOrSubnet(text: string): boolean {
  const [address = "", prefix, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
