const FRAMES = 30;
/** Sources of the primitives: their frames are not the caller's. */
const ownFolders = ["memory", "sync", "threading", "queue", "futures"].map(
  (name) => new URL(`../../${name}/src/`, import.meta.url).href,
);

/** Where the program called a primitive: `file:line` of the innermost frame that is not ours; empty where it can't be seen. */
export function callerLine(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const lines = (new Error().stack ?? "").split("\n");
  Error.stackTraceLimit = limit;
  for (const line of lines) {
    const found = /\(?([^\s(]+):(\d+):\d+\)?$/.exec(line);
    const file = found?.[1];
    if (file === undefined || ownFolders.some((folder) => file.startsWith(folder)) || file.startsWith("node:"))
      continue;
    return `${file.replace(/\?.*$/, "").split("/").at(-1)}:${found?.[2]}`;
  }
  return "";
}
