const NEWLINE = 10;

/** Why there is no further line. */
export type NoLine = "ended" | "too-long";

/**
 * Lines that end with a line feed and with nothing else: JSON may hold what other readers take for an end of a line too
 * (U+2028). Counts while it reads: whoever never ends a line gets no more held of it than `bytesMax` and a chunk.
 * Returns why there are no more; a stream that fails has ended.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<string, NoLine> {
  let parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        if (bytes + at - from > bytesMax) return "too-long";
        yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString();
        [parts, bytes, from] = [[], 0, at + 1];
      }
      if (from < chunk.length) parts.push(chunk.subarray(from));
      bytes += chunk.length - from;
      if (bytes > bytesMax) return "too-long";
    }
  } catch {
    // Reset by who wrote: there is no more to come.
  }
  return "ended";
}
