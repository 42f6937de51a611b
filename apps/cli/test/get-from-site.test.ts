import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockstep } from "./lockstep.ts";

const page = {
  version: "2",
  title: { en: "The bakery", "zh-CN": "面包房" },
  statement: { en: "Bake.\n\n## Hints\n\n1. Knead.\n", "zh-CN": "烤。\n\n## 提示\n\n1. 揉。\n" },
  starters: [{ language: "typescript", entry: "oven.ts", files: [{ path: "oven.ts", text: "export {};\n" }] }],
  visibleTests: "// what is shown",
};

/** Calls `get` for a site that says this of every exercise, and answers what it made. */
async function getFrom(answer: unknown) {
  const body = JSON.stringify({ result: { data: { json: answer } } });
  const server = createServer((_request, response) => response.end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const site = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
  const folder = mkdtempSync(join(tmpdir(), "lockstep-get-from-site-"));
  const into = join(folder, "bakery");
  const call = await lockstep("get", "bakery", "--site", site, "--into", into);
  server.close();
  const read = (name: string) => readFileSync(join(into, name), "utf8");
  return { ...call, site, folder, into, read, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

test("get takes an exercise that this checkout doesn't have from a site, and says how to send it there", async () => {
  using made = await getFrom(page);

  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(made.read("lockstep.json"))).toEqual({ exercise: "bakery", version: "2" });
  expect(made.read("statement.en.md")).toBe("Bake.\n");
  expect(made.read("hints.zh-CN.md")).toBe("## 1\n\n揉。\n");
  expect(made.read("oven.ts")).toBe("export {};\n");
  expect(made.read("tests/visible.test.ts.txt")).toBe("// what is shown");
  expect(made.stdout).toContain(`pnpm lockstep submit ${made.into} --site ${made.site}`);
  expect(made.stdout).not.toContain("pnpm lockstep test");
});

test.each(["../outside.ts", "/tmp/outside.ts", ".hidden.ts", "tsconfig.json"])(
  "a site that says %s for a file is refused, and nothing is written",
  async (path) => {
    using made = await getFrom({ ...page, starters: [{ ...page.starters[0], files: [{ path, text: "" }] }] });

    expect(made.code).toBe(2);
    expect(made.stderr).toContain("The site refused");
    expect(existsSync(made.into)).toBe(false);
    expect(existsSync(join(made.folder, "outside.ts"))).toBe(false);
  },
);
