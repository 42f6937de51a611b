import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reachable, stageFile, stageFolder, stagingFolder } from "../src/staging.ts";

const isRoot = process.getuid?.() === 0;

describe("staging", () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "lockstep-test-staging-"));
    chmodSync(base, 0o755);
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it("knows that a file below a closed folder can't be opened by others", () => {
    const closed = join(base, "closed");
    mkdirSync(closed, { mode: 0o700 });
    writeFileSync(join(closed, "file"), "x", { mode: 0o644 });
    writeFileSync(join(base, "file"), "x", { mode: 0o644 });
    expect([reachable(join(closed, "file")), reachable(join(base, "file"))]).toEqual([false, true]);
  });

  it.runIf(isRoot)("puts such a file where others can open it, once", () => {
    const closed = join(base, "closed");
    mkdirSync(closed, { mode: 0o700 });
    writeFileSync(join(closed, "file"), "x", { mode: 0o644 });
    const staged = stageFile(join(closed, "file"), base);
    expect(reachable(staged)).toBe(true);
    expect(stageFile(join(closed, "file"), base)).toBe(staged);
  });

  it("names a folder after its content, so that the same content is the same folder", async () => {
    const fill = (text: string) => (folder: string) => writeFileSync(join(folder, "a"), text);
    const [one, same, other] = [
      await stageFolder("boot", base, fill("1")),
      await stageFolder("boot", base, fill("1")),
      await stageFolder("boot", base, fill("2")),
    ];
    expect(same).toBe(one);
    expect(other).not.toBe(one);
    expect(statSync(join(one, "a")).mode & 0o777).toBe(0o444);
  });

  it("refuses a staging folder that others can write to, or that is a link", () => {
    const folder = stagingFolder([base]);
    chmodSync(folder, 0o777);
    expect(() => stagingFolder([base])).toThrow(/not ours alone/);
    rmSync(folder, { recursive: true });
    symlinkSync(tmpdir(), folder);
    expect(() => stagingFolder([base])).toThrow(/not ours alone/);
  });

  it.runIf(isRoot)("starts boxes from a checkout below a folder of mode 0700", () => {
    const closed = join(base, "closed");
    const checkout = join(closed, "checkout");
    mkdirSync(checkout, { recursive: true });
    chmodSync(closed, 0o700);
    const repository = resolve(import.meta.dirname, "../../..");
    const node = process.execPath.replace(repository, checkout);
    // The checkout is seen there by a bind mount of a namespace of its own; the child shows that a box answers.
    const script = `import { openSandbox } from "./packages/sandbox/src/index.ts"; const sandbox = await openSandbox({ slots: 1 }); console.log(process.execPath, sandbox.backend); await sandbox.close();`;
    const mount = 'mount --bind "$1" "$2" && cd "$2" && exec "$3" --input-type=module -e "$4"';
    const said = execFileSync("unshare", ["--mount", "sh", "-c", mount, "sh", repository, checkout, node, script], {
      encoding: "utf8",
    });
    expect(said).toMatch(/closed\/checkout.* bubblewrap/);
  });
});
