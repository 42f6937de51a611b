/**
 * The text of a request, read only as far as it may be long: a length that is announced is not believed, and one that is
 * not announced is no way around. Null where it is longer.
 */
export async function readLimited(request: Request, bytesMost: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMost) return null;
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > bytesMost) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The same request with a body that was read before. */
export function withBody(request: Request, body: string): Request {
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  return new Request(request.url, { method: request.method, headers, body, signal: request.signal });
}
