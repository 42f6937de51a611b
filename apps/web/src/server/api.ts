import { createCaller, createContext } from "@lockstep/api";
import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { services } from "./services.ts";

/** Calls procedures for the page that is being made, as whoever is signed in. One context for each request. */
export const api = cache(async () => {
  const asked = await headers();
  return createCaller(await createContext(await services(), asked));
});

/** Waits for an answer; null for what does not exist, or is somebody else's. */
export async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) return null;
    throw error;
  }
}

/** Waits for an answer; what does not exist, or is somebody else's, shows the "not found" page. */
export async function orNotFound<Answer>(answer: Promise<Answer>): Promise<NonNullable<Answer>> {
  return (await orNull(answer)) ?? notFound();
}
