"use client";
import { createAuthClient } from "better-auth/react";

const client = createAuthClient();

/** How a try to sign in or up ended. */
export type AuthOutcome = "done" | "refused" | "too-many" | "unreachable";

const TOO_MANY_REQUESTS = 429;

async function outcomeOf(call: Promise<{ readonly error: { readonly status: number } | null }>): Promise<AuthOutcome> {
  try {
    const { error } = await call;
    if (error === null) return "done";
    if (error.status === TOO_MANY_REQUESTS) return "too-many";
    return error.status >= 400 && error.status < 500 ? "refused" : "unreachable";
  } catch {
    return "unreachable";
  }
}

/** Signs in with e-mail and password; the session's cookie is set by the server. */
export function signIn(credentials: { readonly email: string; readonly password: string }): Promise<AuthOutcome> {
  return outcomeOf(client.signIn.email({ ...credentials }));
}

/** Makes an account and signs in to it. */
export function signUp(account: {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}): Promise<AuthOutcome> {
  return outcomeOf(client.signUp.email({ ...account }));
}

/** Ends the session, on the server too. */
export function signOut(): Promise<AuthOutcome> {
  return outcomeOf(client.signOut());
}
