/** The answer to a request that better-auth doesn't see. @param retryAfterMs When it may be asked again; 0 where that isn't known */
export function refusal(status: 400 | 404 | 413 | 415 | 429, retryAfterMs = 0): Response {
  const headers = new Headers();
  if (retryAfterMs > 0) headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  return Response.json({ message: "Refused." }, { status, headers });
}
