import type { Bundled } from "@lockstep/catalog/bundle";
import { boxModule, compileError, type SourceFile } from "@lockstep/contracts";
import { z } from "zod";

/** What the compiling process is asked. */
export interface CompileRequest {
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
