import { student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/sums.ts";

/** The student's sums. */
export default function sums(input: { readonly sizes: readonly number[]; readonly threads: number }) {
  return student<typeof Student>("sums").sums(input.sizes, input.threads);
}
