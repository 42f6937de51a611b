import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedRegions, regenerate } from "../generated-regions.ts";
import type { Gate } from "./gate.ts";

/** Makes what is generated and committed anew, and compares. */
export const generatedFiles: Gate = {
  name: "generated-files",
  keepsOut: "generated parts of files that are not up to date",
  run: (root) =>
    [...new Set(generatedRegions.map(({ file }) => file))]
      .flatMap((file) => {
        const path = join(root, file);
        const text = existsSync(path) ? readFileSync(path, "utf8") : "";
        try {
          return regenerate(root, file, text) === text ? [] : [`${file} is out of date. Type: pnpm generate`];
        } catch (error) {
          return [error instanceof Error ? error.message : String(error)];
        }
      })
      .join("\n"),
};
