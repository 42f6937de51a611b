/** What our own errors are told apart by. The error may be anything, and answer anything. */
export function codeOf(error: unknown): { readonly code?: string } {
  try {
    const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
    return typeof code === "string" ? { code } : {};
  } catch {
    return {};
  }
}
