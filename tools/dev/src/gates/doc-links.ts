import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Gate } from "./gate.ts";

const skipped = new Set(["node_modules", ".git", ".next", ".data", ".turbo", "solutions"]);

/** What a page says of the repository exists: files that it links to, headings in them, and paths that it names in full. */
export const docLinks: Gate = {
  name: "doc-links",
  keepsOut: "pages that point to files or headings that are not there",
  run: (root) =>
    pagesIn(root, "")
      .flatMap((page) => problemsOf(root, page).map((problem) => `${page} ${problem}`))
      .join("\n"),
};

function problemsOf(root: string, page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/^```[^]*?^```$/gm, "");
  const links = [...text.matchAll(/\]\((?<target>[^()\s]+)\)/g)].map(({ groups }) => groups?.["target"] ?? "");
  const named = [...text.matchAll(/`(?<path>(?:apps|packages|tools|docs|infra)\/[\w./[\]-]+)`/g)];
  return [
    ...links.flatMap((target) => (isPointed(root, page, target) ? [] : [`links to ${target}, which is not there.`])),
    ...named
      .map(({ groups }) => groups?.["path"] ?? "")
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `names ${path}, which is not there.`),
  ];
}

function isPointed(root: string, page: string, target: string): boolean {
  if (/^[a-z]+:|^\//.test(target)) return true; // another site, or a page of ours
  const [path = "", heading] = target.split("#");
  const file = path === "" ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || anchorsOf(readFileSync(file, "utf8")).has(heading);
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#+ (?<text>.+)$/gm)].map(({ groups }) => groups?.["text"] ?? "");
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

function pagesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : pagesIn(root, path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}
