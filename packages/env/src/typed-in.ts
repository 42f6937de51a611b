import { z } from "zod";
import { readEnvironment, type Source } from "./read-environment.ts";

/**
 * The folder in which somebody typed the command, to which the paths they typed are relative. A script of pnpm's runs where
 * its package.json lies, and is told in INIT_CWD where it was called from.
 *
 * @param script Name of the script. The variable also reaches whatever another script starts, such as tests: there it says
 * nothing about this command.
 * @returns null where pnpm did not start the command: it runs where it was typed.
 */
export function typedIn(script: string, source: Source = process.env): string | null {
  const variables = z.object({ INIT_CWD: z.string().optional(), npm_lifecycle_event: z.string().optional() });
  const { INIT_CWD, npm_lifecycle_event: started } = readEnvironment(variables, source);
  return started === script ? (INIT_CWD ?? null) : null;
}
