/**
 * Where to go after signing in: the page that sent the reader, if it is one of ours. Anything that a browser could take for
 * another site (`//…`, `/\…`, a scheme) is refused.
 */
export function returnAddress(from: string | readonly string[] | undefined): string {
  if (typeof from !== "string" || !/^\/(?![/\\])[\w\-./?=&%]*$/.test(from)) return "/course";
  return from;
}
