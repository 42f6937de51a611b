// `pnpm generate`: writes the generated parts of committed files anew. `pnpm check generated-files` demands that they are up to date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedRegions, regenerate } from "./generated-regions.ts";
import { repositoryRoot } from "./paths.ts";

for (const file of new Set(generatedRegions.map((region) => region.file))) {
  const path = join(repositoryRoot, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const after = regenerate(repositoryRoot, file, before);
  console.log(`${after === before ? "unchanged" : "written  "}  ${file}`);
  if (after !== before) writeFileSync(path, after);
}
