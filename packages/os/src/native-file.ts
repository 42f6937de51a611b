import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where a program bundled into one file, two folders below the root, looks for the native part. */
export function nativePlace(): string {
  return `/build/koffi/${process.platform}_${process.arch}/koffi.node`;
}

/**
 * Path of koffi's native part on this machine, prebuilt and installed without a script; for those who show it to a
 * program elsewhere. Null where there is none for this processor.
 */
export function nativeFile(): string | null {
  const own = createRequire(import.meta.url).resolve("koffi/indirect");
  const platform = `${process.platform}-${process.arch}`;
  const folder = join(dirname(own), "../@koromix", `koffi-${platform}`);
  const file = join(folder, platform.replace("-", "_"), "koffi.node");
  return existsSync(file) ? realpathSync(file) : null;
}
