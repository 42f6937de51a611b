import { studentPackages } from "@lockstep/catalog";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";

const packages = studentPackages.map((name) => name.slice("@lockstep/".length));

/**
 * The real types of the packages that a student may import, as the compiler emits them from their sources:
 * address in the editor's file system → text.
 */
export async function packageTypes(repository: string): Promise<Record<string, string>> {
  const out = await mkdtemp(join(tmpdir(), "lockstep-types-"));
  const require = createRequire(import.meta.url);
  const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  try {
    const types: Record<string, string> = {};
    for (const name of packages) {
      const folder = join(out, name);
      // Type errors are the business of the task `types`; declarations are emitted in spite of them.
      await promisify(execFile)(
        process.execPath,
        [
          compiler,
          "--project",
          join(repository, "packages", name, "tsconfig.json"),
          "--noEmit",
          "false",
          "--declaration",
          "--emitDeclarationOnly",
          "--noEmitOnError",
          "false",
          "--rootDir",
          join(repository, "packages"),
          "--outDir",
          folder,
        ],
        { maxBuffer: 2 ** 24 },
      ).catch(() => undefined);
      const source = join(folder, name, "src");
      for (const file of await readdir(source)) {
        if (!file.endsWith(".d.ts")) continue;
        const text = await readFile(join(source, file), "utf8");
        types[`file:///node_modules/@lockstep/${name}/${basename(relative(source, join(source, file)))}`] =
          extensionless(text);
      }
      if (types[`file:///node_modules/@lockstep/${name}/index.d.ts`] === undefined)
        throw new Error(`@lockstep/${name} emitted no index.d.ts`);
    }
    return types;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Sources import `./lock.ts`; beside a declaration file there is only `./lock.d.ts`. */
function extensionless(text: string): string {
  return text.replaceAll(/(from |import\()(["'])(\.[^"']*)\.ts\2/g, "$1$2$3$2");
}
