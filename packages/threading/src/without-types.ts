import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

/** JavaScript of TypeScript; every character stays where it is. Node warns of this function, which it uses itself for every such file, once in each process. */
export function withoutTypes(source: string): string {
  const emitWarning = Reflect.get(process, "emitWarning");
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** JavaScript of a file, by its ending. */
export function readJavaScript(url: string): string {
  const source = readFileSync(fileURLToPath(url), "utf8");
  return url.endsWith("ts") ? withoutTypes(source) : source;
}
