import { nativeFile } from "@lockstep/os/native-file";
import { existsSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { bundleBoot } from "./boot-bundle.ts";
import type { BoxView } from "./bwrap.ts";
import { stageFile, stageFolder, stagingFolder } from "./staging.ts";

/** Files of ours that every box sees, at places its user can open. */
export interface BoxParts {
  /** `runtime`: the real boot programs · else files of a test, of which `supervisor.mjs` is started. */
  readonly boot: "runtime" | readonly string[];
  readonly view: Pick<BoxView, "interpreter" | "boot" | "etc" | "native">;
  /** They are still there; cleaners of temporary folders don't ask. */
  present(): boolean;
}

/** `localhost` resolves, and one user exists. */
const ETC = {
  hosts: "127.0.0.1 localhost box\n::1 localhost\n",
  passwd: "box:x:1000:1000::/box:/bin/sh\n",
  group: "box:x:1000:\n",
} as const;

/** Bundles the boot programs and puts them, our three files for `/etc` and the interpreter where a box can read them. */
export async function buildBoxParts(boot: BoxParts["boot"]): Promise<BoxParts> {
  const staging = stagingFolder();
  const native = nativeFile();
  const view = {
    native: native === null ? null : stageFile(native, staging),
    interpreter: stageFile(process.execPath, staging),
    boot: await stageFolder("boot", staging, (folder) => fillBoot(boot, folder)),
    etc: await stageFolder("etc", staging, (folder) => {
      for (const [name, text] of Object.entries(ETC)) writeFileSync(join(folder, name), text);
    }),
  };
  const files = [view.interpreter, join(view.boot, "supervisor.mjs"), join(view.etc, "hosts")];
  return { boot, view, present: () => files.every((file) => existsSync(file)) };
}

async function fillBoot(boot: BoxParts["boot"], folder: string): Promise<void> {
  if (boot === "runtime") await bundleBoot(folder);
  else for (const file of boot) await copyFile(file, join(folder, basename(file)));
}
