/** Names of the programs that lessons show; each is a file in `programs/`. */
export const programNames = [
  "hello",
  "till",
  "jar",
  "two-accounts",
  "stalls",
  "crossing",
  "slices",
  "waits",
  "bakery",
] as const;
export type ProgramName = (typeof programNames)[number];

/** Whether a word from outside names a program. */
export function isProgramName(word: string): word is ProgramName {
  return programNames.some((name) => name === word);
}
