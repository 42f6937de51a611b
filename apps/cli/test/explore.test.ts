import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lockstep, solutionOf } from "./lockstep.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-explore-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A name always goes with the same text: a file is written once, since others may be reading it. */
function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, text);
  return path;
}

const shop = (body: string) => `
import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
const Shop = struct("Shop", { left: i32, lock: Lock });
export function buy(shop: InstanceType<typeof Shop>): void {
  ${body}
}
export function main(): number {
  const shop = new Shop({ left: 2 });
  const threads = [1, 2].map((n) => new Thread({ target: buy, args: [shop], name: \`buyer-\${n}\` }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return shop.left;
}`;
const locked = shop("using held = shop.lock.hold();\n  shop.left--;");
const racy = shop("shop.left--;");

test("a right program is proved for its size", async () => {
  const { code, stdout } = await lockstep("explore", fileOf("locked.ts", locked), "--holds", "it === 0");

  expect(stdout).toContain("Every schedule of this program at this size was explored");
  expect(stdout).toContain("No schedule fails.");
  expect(code).toBe(0);
});

const tableOf = (text: string) => text.split("\n").filter((line) => line.includes("│"));

describe("a wrong program", () => {
  test("is shown as a table with a column for each thread and the lines", async () => {
    const { code, stdout } = await lockstep("explore", fileOf("racy.ts", racy), "--holds", "it === 0");

    expect(code).toBe(1);
    expect(stdout).toMatch(/Data race on Shop\.left: one thread's \w+ at racy\.ts:7 and another's \w+ at racy\.ts:7/);
    expect(stdout).toMatch(/^main +│ buyer-1 +│ buyer-2 +│ at$/m);
    expect(stdout).toMatch(/│ read Shop\.left → 2 +│ racy\.ts:7$/m);
    expect(stdout).toContain("returned 1");
  });

  test("fails again by the schedule that was printed, as often as it is asked for", async () => {
    const path = fileOf("racy.ts", racy);
    const first = await lockstep("explore", path, "--holds", "it === 0");
    const replay = /--replay '(.*)'/.exec(first.stdout)?.[1] ?? "";
    const again = await lockstep("explore", path, "--holds", "it === 0", "--replay", replay);

    expect(tableOf(again.stdout)).toEqual(tableOf(first.stdout));
    expect(again.code).toBe(1);
  });

  test("tells the whole command that shows it again, and refuses its schedule once the program has changed", async () => {
    const path = fileOf("told.ts", racy);
    const first = await lockstep("explore", path, "--holds", "it === 0");
    const [, command = "", replay = ""] = /^To see it again: (.*) --replay '(.*)'$/m.exec(first.stdout) ?? [];
    const changed = fileOf("changed.ts", shop("void shop;"));
    const again = await lockstep("explore", changed, "--replay", replay);

    expect(command).toBe(`pnpm lockstep explore ${path} --holds 'it === 0'`);
    expect(again.stderr).toMatch(
      /--replay is no schedule of this program any more: decision \d+ can't fall on thread \d/,
    );
    expect(again).toMatchObject({ code: 2, stdout: "" });
  });

  test("says what was called and is no function, in which thread first, and where", async () => {
    const { code, stdout } = await lockstep("explore", fileOf("misspelt.ts", shop("shop.lock.aquire();")));

    expect(stdout).toMatch(/^ {2}buyer-1: TypeError: shop\.lock\.aquire is not a function {2}misspelt\.ts:7$/m);
    expect(code).toBe(1);
  });

  test("is written as JSON and as a page", async () => {
    const [json, html] = [join(folder, "trace.json"), join(folder, "trace.html")];
    await lockstep("explore", fileOf("racy.ts", racy), "--holds", "it === 0", "--trace", json, "--html", html);

    const trace: unknown = JSON.parse(readFileSync(json, "utf8"));
    expect(trace).toMatchObject({ program: "racy.ts", ending: "invariant" });
    expect(JSON.stringify(trace)).toContain('{"thread":"buyer-1","text":"read Shop.left → 2","place":"racy.ts:7"}');
    const page = readFileSync(html, "utf8");
    expect(page).toContain('<td class="step">read Shop.left → 2<small>racy.ts:7</small></td>');
    expect(page).not.toMatch(/<script|src=|href=/);
  });
});

describe("on real threads", () => {
  test("the schedule that fails is confirmed", async () => {
    const { code, stdout } = await lockstep("explore", fileOf("racy.ts", racy), "--holds", "it === 0", "--confirm");

    expect(stdout).toContain("Confirmed: real threads were led through these steps, and ended alike.");
    expect(code).toBe(1);
  });

  test("a proof is taken to real threads", async () => {
    const path = fileOf("default.ts", locked.replace("function main", "default function selling"));
    const { code, stdout } = await lockstep("explore", path, "--holds", "it === 0", "--confirm");

    expect(stdout).toMatch(/Confirmed: real threads were led through \d+ schedules, .* So it is proved of them, too\./);
    expect(code).toBe(0);
  });

  test("a proof of what real threads don't do is none", async () => {
    // A compartment has no process, a real thread has.
    const differing = shop("using held = shop.lock.hold();\n  shop.left -= typeof process === 'undefined' ? 1 : 2;");
    const { code, stdout } = await lockstep("explore", fileOf("differing.ts", differing), "--confirm");

    expect(stdout).toContain("No schedule fails.");
    expect(stdout).toContain("Not confirmed: in schedule 1 a real thread did something else.");
    expect(code).toBe(1);
  });

  test("a program that can't be transformed is explored, and shown with its lines", async () => {
    const later = shop("const left = shop.left;\n  await null;\n  shop.left = left - 1;").replace(
      "function buy(shop: InstanceType<typeof Shop>): void",
      "async function buy(shop: InstanceType<typeof Shop>): Promise<void>",
    );
    const { code, stdout } = await lockstep("explore", fileOf("later.ts", later), "--holds", "it === 0", "--gated");

    expect(stdout).toContain("Data race on Shop.left");
    expect(stdout).toMatch(/│ read Shop\.left → 2 +│ later\.ts:7$/m);
    expect(stdout).toContain("returned 1");
    expect(code).toBe(1);
  });
});

describe("what can't be explored is refused with line and reason", () => {
  test.each([
    [
      "generator",
      "export async function* main() { yield* []; }",
      "generator.ts:1:33: yield* can't be explored in an async generator.",
    ],
    ["syntax", "export function main( {", "syntax.ts:1:"],
    ["import", 'import { x } from "node:fs"; export function main() { return x; }', "can't be imported here"],
    [
      "builtin",
      'import { Cell } from "@lockstep/memory"; export function main() { const c = new Cell(); return `${{ toString: () => String(c.load()) }}`; }',
      "called by a built-in",
    ],
  ])("%s", async (name, text, reason) => {
    const { code, stderr } = await lockstep("explore", fileOf(`${name}.ts`, text));

    expect(stderr).toContain(reason);
    expect(code).toBe(1);
  });
});

test.each([
  [["explore"], "explore needs one file"],
  [["explore", "no-such-file.ts"], "can't be read"],
  [["explore", "x.ts", "--input", "{"], "can't be read"],
  [["explore", fileOf("ok.ts", locked), "--input", "{"], "--input takes JSON"],
  [
    ["explore", fileOf("bare.ts", locked.replace("export function main", "function main")), "--confirm"],
    "exported main",
  ],
  [["explore", fileOf("ok.ts", locked), "--replay", "7"], "--replay takes what explore printed"],
  [["explore", fileOf("ok.ts", locked), "--holds", "it ==="], "--holds takes an expression"],
  [["explore", fileOf("ok.ts", locked), "--scenario", "ticket-office/fly"], "There are: board, jam, look, sell."],
  [["explore", fileOf("ok.ts", locked), "--scenario", "ticket-office/parts"], "There are: board, jam, look, sell."],
  [
    ["explore", fileOf("ok.ts", locked), "--scenario", "ticket-office/sell"],
    "form { tickets: number; visitors: number }",
  ],
  [["explore", fileOf("ok.ts", locked), "--trace", join(folder, "nowhere", "x.json")], "--trace: "],
  [["explore", fileOf("ok.ts", locked), "--html", folder], "--html takes a file"],
  [
    ["explore", fileOf("ok.ts", locked), "--holds", "left === 0"],
    '"left" is not in the result. The whole result is "it": 0.',
  ],
  [
    ["explore", fileOf("ok.ts", locked), "--holds", "it.some.field > 0"],
    "threw an error: Cannot read properties of undefined",
  ],
  [["explore", fileOf("ok.ts", locked), "--scenario", "ticket-office/sell", "--gated"], "not a scenario"],
])("a bad command line is answered with what to do: %j", async (words, text) => {
  const { code, stderr } = await lockstep(...words);

  expect(stderr).toContain(text);
  expect(code).toBe(2);
});

const office = (path: string, scenario: string, input: object, holds: string) =>
  lockstep(
    "explore",
    solutionOf(path),
    "--scenario",
    `ticket-office/${scenario}`,
    "--input",
    JSON.stringify(input),
    "--holds",
    holds,
  );

describe("ticket-office under its scenarios", () => {
  const sells = "left + printed === tickets && printed <= tickets && answered === printed";

  test.each(["lock-in-finally", "reserve-then-print"])("%s is proved at small sizes", async (name) => {
    for (const [tickets, visitors] of [
      [1, 2],
      [2, 2],
      [2, 3],
    ] as const) {
      const end = await office(
        `accepted/${name}`,
        "sell",
        { tickets, visitors },
        sells.replaceAll("tickets", String(tickets)),
      );

      expect(end.stdout).toContain("Every schedule of this program at this size was explored");
      expect(end.code).toBe(0);
    }
    const jam = await office(
      `accepted/${name}`,
      "jam",
      { tickets: 3, visitors: 2 },
      "jams === 1 && latePrinted === 1 && left + printed === 3",
    );
    expect(jam.code).toBe(0);
  });

  test("a look of the scenario's own, which counts as no fault, is called that", async () => {
    const { code, stdout } = await office(
      "accepted/lock-in-finally",
      "sell",
      { tickets: 1, visitors: 2 },
      "left === 0",
    );

    expect(stdout).toMatch(/^Data race on Office\.left: .*The scenario itself looks there without a lock/m);
    expect(stdout).toContain("No schedule fails.");
    expect(code).toBe(0);
  });

  test("an expression that names what the scenario doesn't return is refused with what there is", async () => {
    const { code, stderr } = await office(
      "accepted/lock-in-finally",
      "sell",
      { tickets: 1, visitors: 2 },
      "prnted <= 1",
    );

    expect(stderr).toContain('"prnted" is not in the result; there are: left, printed, answered.');
    expect(code).toBe(2);
  });

  test.each([
    ["no-lock", "sell", "left + printed === 10", 10],
    ["proceeds-when-contended", "sell", "left + printed === 10", 10],
    ["naps-to-take-turns", "sell", "left + printed === 10", 10],
    ["check-outside-the-lock", "sell", "printed <= 1 && left >= 0", 1],
    ["two-critical-sections", "sell", "printed <= 1 && left >= 0", 1],
    ["not-released-on-error", "jam", "jams === 1 && latePrinted === 1 && left + printed === 3", 3],
    ["jam-counts-as-sold", "jam", "jams === 1 && latePrinted === 1 && left + printed === 3", 3],
  ])("%s is found, with a schedule in the student's lines", async (name, scenario, holds, tickets) => {
    const { code, stdout } = await office(`wrong-answer/${name}`, scenario, { tickets, visitors: 2 }, holds);

    expect(stdout).toContain("A schedule that fails");
    expect(stdout).toMatch(/│ office\.ts:\d+$/m);
    expect(code).toBe(1);
  });
});
