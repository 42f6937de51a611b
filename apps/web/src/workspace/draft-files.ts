import type { SourceFile } from "@lockstep/contracts";

/** Whether two lists hold the same files with the same texts, in whatever order. */
export function sameFiles(some: readonly SourceFile[], others: readonly SourceFile[]): boolean {
  if (some.length !== others.length) return false;
  const texts = new Map(others.map(({ path, text }) => [path, text]));
  return some.every(({ path, text }) => texts.get(path) === text);
}
