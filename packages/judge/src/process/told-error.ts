import { basename, dirname } from "node:path";
import { z } from "zod";
import { unknownMatcher } from "../testkit/matcher-names.ts";

/** An error as vitest hands it over: a copy, of which nothing is certain. */
const handedOver = z.object({
  name: z.string().catch("Error"),
  message: z.string().catch(""),
  stacks: z
    .array(z.object({ file: z.string(), line: z.int() }))
    .optional()
    .catch(undefined),
});

/** A mistake in a test that the testkit names itself: what the error is called says nothing more. */
const MISTAKE = "TestMistakeError";
const TEXT_MAX = 4000;

/** An error of a test, for instructors. */
export interface ToldError {
  /** Its name and message; where a matcher is asked for that there isn't, the nearest. */
  readonly text: string;
  /** `file:line` of the exercise's tests, where it went through them. */
  readonly at: string | null;
}

/** Reads what a test, a test file or a promise nobody waited for threw. */
export function toldError(error: unknown, testsFolder: string): ToldError {
  const {
    name,
    message,
    stacks = [],
  } = handedOver.safeParse(error).data ?? {
    name: "Error",
    message: typeof error === "string" ? error : "thrown, and no error",
  };
  const own = stacks.find(({ file }) => dirname(file) === testsFolder);
  const said = unknownMatcher(message) ?? (name === MISTAKE ? message : `${name}: ${message}`);
  return { text: said.slice(0, TEXT_MAX), at: own ? `${basename(own.file)}:${own.line}` : null };
}

/** Both in one line. */
export function placed({ text, at }: ToldError): string {
  return at === null ? text : `${at}: ${text}`;
}
