import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFolder, start } from "./command.ts";

const source = (name: string) => readFileSync(join(import.meta.dirname, "../src", name), "utf8");

test.each([["--help"], ["-h"], ["--", "--help"]])(
  "%j: says what dev does and what can be set, and starts nothing",
  async (...words) => {
    using data = openFolder();
    using dev = start("dev.ts", words, { LOCKSTEP_DATA: data.path });

    expect(await dev.ended).toBe(0);
    const settings = [...`${source("dev.ts")}${source("paths.ts")}`.matchAll(/process\.env\["(\w+)"\]/g)];
    for (const [, name = ""] of settings.filter(([, one]) => one !== "PATH"))
      expect(dev.said()).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(settings.length).toBeGreaterThan(3);
    expect(readdirSync(data.path)).toEqual([]);
  },
);

test.each(["--fast", "now"])("%s is refused with 2 and where the help is, and nothing is started", async (word) => {
  using data = openFolder();
  using dev = start("dev.ts", [word], { LOCKSTEP_DATA: data.path });

  expect(await dev.ended).toBe(2);
  expect(dev.said()).toMatch(new RegExp(`'${word}'.*\nType \`pnpm dev --help\`\\.\n$`));
  expect(readdirSync(data.path)).toEqual([]);
});
