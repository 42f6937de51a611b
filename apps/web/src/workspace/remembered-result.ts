/** Parameter of an exercise's address: the submission whose grading is shown. */
export const RESULT_PARAMETER = "result";

/** Notes in the page's address which grading it shows, so that it is there again when the page is loaded again. */
export function rememberResult(submissionId: string): void {
  const address = new URL(globalThis.location.href);
  address.searchParams.set(RESULT_PARAMETER, submissionId);
  globalThis.history.replaceState(null, "", address);
}
