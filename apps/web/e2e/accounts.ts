import { randomBytes, randomUUID } from "node:crypto";
import { demoAccounts } from "@lockstep/auth";
import { expect, inject } from "vitest";
import type { Visit } from "./browser.ts";

/** Headers of a request that comes from somewhere else each time: from one place only a few sign-ins a minute are taken. */
function headers(): Record<string, string> {
  return { origin: inject("address"), "x-forwarded-for": `10.${[...randomBytes(3)].join(".")}` };
}

/** The demo account of a role, as the seed makes it. */
export function demoAccount(role: "student" | "instructor"): (typeof demoAccounts)[number] {
  const account = demoAccounts.find((one) => one.role === role);
  if (account === undefined) throw new Error(`There is no demo account for the role ${role}.`);
  return account;
}

/** Makes an account and signs in with it, past the pages: for tests that are about something else. Answers the e-mail. */
export async function signUpQuietly({ context }: Visit): Promise<string> {
  const email = `${randomUUID()}@lockstep.test`;
  const answer = await context.request.post("/api/auth/sign-up/email", {
    headers: headers(),
    data: { name: "Somebody", email, password: randomUUID() },
  });
  expect(answer.status()).toBe(200);
  return email;
}

/** Signs in with a demo account, past the pages. */
export async function signInQuietly({ context }: Visit, role: "student" | "instructor"): Promise<void> {
  const { email, password } = demoAccount(role);
  const answer = await context.request.post("/api/auth/sign-in/email", {
    headers: headers(),
    data: { email, password },
  });
  expect(answer.status()).toBe(200);
}
