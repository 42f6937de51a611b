import { Thread } from "../../src/index.ts";

/** A module whose instances can't be made by calling a function: the platform loads it, in a worker for each thread. */
const greeting = await Promise.resolve("hello");

export async function greet(): Promise<string> {
  return greeting;
}

export function main(): string {
  const thread = new Thread({ target: greet });
  thread.start();
  return thread.result();
}
