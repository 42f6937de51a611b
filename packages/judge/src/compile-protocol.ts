import type { Bundled } from "@lockstep/catalog/bundle";
import type { ForExplorer } from "@lockstep/catalog/explorer-bundle";
import { boxModule, compileError, explorableModule, type SourceFile, sourcePlace } from "@lockstep/contracts";
import { z } from "zod";

/** What the compiling process is asked. */
export interface CompileRequest {
  /** Also for the explorer. */
  readonly explorable: boolean;
  readonly entry: string;
  readonly files: readonly SourceFile[];
}

/** What it answers. `too-hard`: the compiler gave up within its limits on time and memory. */
export const compileAnswer: z.ZodType<CompileAnswer> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bundled"), module: boxModule }),
  z.strictObject({ kind: z.literal("errors"), errors: z.array(compileError) }),
  z.strictObject({ kind: z.literal("too-hard"), because: z.string() }),
]);
export type CompileAnswer = Bundled | { readonly kind: "too-hard"; readonly because: string };

/** Numbers of the student's sites begin here; a scenario's lie below. */
export const STUDENT_SITES = 1_000_000;

/** A module for the explorer, or why it can't be one: for people. */
export const explorable = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready"), module: explorableModule }),
  z.strictObject({ kind: z.literal("refused"), because: z.string(), at: sourcePlace.nullable() }),
]);
export type Explorable = z.infer<typeof explorable>;

/** What the catalogue makes of a text for the explorer. */
export function explorableOf(made: ForExplorer): Explorable {
  if (made.kind === "ready") return made;
  const [{ message, file, line } = { message: "", file: "", line: 1 }] = made.errors;
  return { kind: "refused", because: message, at: { file, line } };
}
