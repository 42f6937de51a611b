import { randomBytes, randomUUID } from "node:crypto";
import { demoAccounts } from "@lockstep/auth";
import { expect } from "vitest";
import type { Visit } from "./browser.ts";

/** Headers of a request that comes from somewhere else each time: from one place only a few sign-ins a minute are taken. */
function headers(address: string): Record<string, string> {
  return { origin: address, "x-forwarded-for": `10.${[...randomBytes(3)].join(".")}` };
}

/** The demo account of a role, as the seed makes it. */
export function demoAccount(role: "student" | "instructor"): (typeof demoAccounts)[number] {
  const account = demoAccounts.find((one) => one.role === role);
  if (account === undefined) throw new Error(`There is no demo account for the role ${role}.`);
  return account;
}

/** Makes an account and signs in with it, past the pages: for tests that are about something else. */
export async function signUpQuietly({
  context,
  address,
}: Visit): Promise<{ readonly email: string; readonly password: string }> {
  const account = { email: `${randomUUID()}@lockstep.test`, password: randomUUID() };
  const answer = await context.request.post("/api/auth/sign-up/email", {
    headers: headers(address),
    data: { name: "Somebody", ...account },
  });
  expect(answer.status()).toBe(200);
  return account;
}

/** Signs in with a demo account, past the pages. */
export async function signInQuietly({ context, address }: Visit, role: "student" | "instructor"): Promise<void> {
  const { email, password } = demoAccount(role);
  const answer = await context.request.post("/api/auth/sign-in/email", {
    headers: headers(address),
    data: { email, password },
  });
  expect(answer.status()).toBe(200);
}
