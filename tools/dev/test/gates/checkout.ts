import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openFolder } from "../command.ts";

/** A folder with these files, as a checkout that a gate may look at. Gone with `using`. */
export function openCheckout(files: Readonly<Record<string, unknown>>) {
  const folder = openFolder();
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}
