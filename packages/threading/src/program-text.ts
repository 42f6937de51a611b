import { realpathSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ModuleText, rewrite } from "./module-text.ts";
import { isOwnSource } from "./own-sources.ts";
import { readJavaScript } from "./without-types.ts";

/** A module of a program whose imports are known. */
export interface LinkedModule extends ModuleText {
  /** Addresses, in the order of `imports`. */
  readonly links: readonly string[];
  /** `import.meta`. */
  readonly meta: Readonly<Record<string, string | boolean>>;
}

/** Every module of a program, so that a worker can make any number of instances of them. */
export interface ProgramText {
  /** Each after those that it imports. */
  readonly modules: readonly LinkedModule[];
  /** What workers load once and all threads on them share: our packages, which know threads apart, and Node's modules. */
  readonly outside: readonly string[];
}

/**
 * Reads a program from its first module on. Null where instances of it can't be made like that, and the platform has to
 * load it: see `rewrite`; where modules import each other in a circle; and where one comes from a package that isn't ours,
 * since nobody knows what that keeps.
 * @param packagesFrom a module that has the packages which the program's own folder lacks; absent: none.
 */
export function readProgram(url: string, packagesFrom: string | null = null): ProgramText | null {
  const modules = new Map<string, LinkedModule>();
  const outside = new Set<string>();
  const open = new Set<string>();
  const read = (at: string): boolean => {
    if (modules.has(at)) return true;
    if (open.has(at)) return false;
    open.add(at);
    const text = textOf(at);
    if (!text) return false;
    const links: string[] = [];
    for (const wanted of text.imports) {
      const found = resolve(wanted, at) ?? (packagesFrom === null ? null : resolve(wanted, packagesFrom));
      if (found === null) return false;
      links.push(found);
      if (isBuiltin(found) || isOwnSource(found)) outside.add(found);
      else if (found.includes("/node_modules/") || !read(found)) return false;
    }
    open.delete(at);
    const filename = fileURLToPath(at);
    modules.set(at, { ...text, links, meta: { url: at, filename, dirname: dirname(filename), main: false } });
    return true;
  };
  return read(url) ? { modules: [...modules.values()], outside: [...outside] } : null;
}

function textOf(url: string): ModuleText | null {
  if (!/^file:.*\.m?[jt]s$/.test(url)) return null;
  try {
    return rewrite(url, readJavaScript(url));
  } catch {
    return null; // the platform says what is wrong with it
  }
}

/** Null where it isn't found. */
function resolve(wanted: string, from: string): string | null {
  if (isBuiltin(wanted)) return wanted.startsWith("node:") ? wanted : `node:${wanted}`;
  try {
    const path = /^\.{0,2}\/|^file:/.test(wanted)
      ? fileURLToPath(new URL(wanted, from))
      : createRequire(from).resolve(wanted);
    return pathToFileURL(realpathSync(path)).href;
  } catch {
    return null;
  }
}
