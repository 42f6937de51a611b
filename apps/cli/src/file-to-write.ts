import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "./exit-code.ts";

/** Looks whether a file can be written, before work is done whose fruit it is to hold. @throws {UsageError} */
export async function mustBeWritable(option: string, path: string | null): Promise<void> {
  if (path === null) return;
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw new UsageError(`${option} takes a file; ${path} is a folder.`);
  try {
    await access(found ? path : dirname(path), constants.W_OK);
  } catch {
    throw new UsageError(`${option}: ${path} can't be written. Is its folder there, and yours?`);
  }
}
