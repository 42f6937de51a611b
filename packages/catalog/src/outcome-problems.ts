import type { Manifest } from "@lockstep/contracts";

/** A test that demands outcomes needs words for them, and words that no test needs are left over from an older one. */
export function outcomeProblems({ outcomes }: Manifest, tests: readonly { readonly text: string }[]): string[] {
  const isAsked = tests.some(({ text }) => text.includes(".toAllowEveryOutcome("));
  if (isAsked && outcomes.length === 0)
    return ["exercise.json: a test says toAllowEveryOutcome, and outcomes has no words for what it demands"];
  if (!isAsked && outcomes.length > 0)
    return ["exercise.json: no test says toAllowEveryOutcome, and outcomes has words"];
  return [];
}
