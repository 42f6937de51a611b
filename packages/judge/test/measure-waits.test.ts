import { readSourceFolder } from "@lockstep/catalog";
import type { ExercisePack } from "@lockstep/contracts";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRig } from "./judge-rig.ts";

const rig = openRig("four-hundred-waits");

/** Another scenario than the exercise has. */
type Change = readonly [from: string, to: string];

/** The exercise with one case, of short rounds that decide soon. */
function inRealTime(change: Change, waitMs: number): ExercisePack {
  const title = "overlaps in real time";
  const text = `
    import { measureWaits } from "@lockstep/judge/testkit";
    import { test } from "vitest";
    test("${title}", async () => {
      const rule = { leadForFast: 1, leadForSlow: 1, roundsMax: 4 };
      await measureWaits("waits", () => Array.from({ length: 30 }, () => ${waitMs}), { atMost: 6, onAverage: 3, rule });
    });`;
  const [first] = rig.pack.manifest.cases;
  if (!first) throw new Error("it has cases");
  return {
    ...rig.pack,
    version: String(waitMs).padStart(64, "0"),
    manifest: { ...rig.pack.manifest, cases: [{ ...first, id: "real", test: title }] },
    scenarios: rig.pack.scenarios.map((each) => ({ ...each, code: each.code.replace(...change) })),
    tests: [{ name: "visible.test.ts", text }],
  };
}

/** `askAll` of a right solution is there as `asks`. */
async function grade(extra: string, change: Change = ["", ""], waitMs = 15) {
  const files = await readSourceFolder(join(rig.folder, "solutions/accepted/askers-in-a-row"));
  const changed = files.map(({ path, text }) => ({ path, text: `${text.replace("askAll", "asks")}\n${extra}` }));
  return rig.judge.grade({
    pack: inRealTime(change, waitMs),
    language: "typescript",
    files: changed,
    purpose: "submit",
  });
}

const asking = (then: string) => `
  import { sleep, Thread } from "@lockstep/threading";
  export function nap() { sleep(400); }
  export async function askAll(ask: Ask, count: number, atMost: number): Promise<unknown> {
    const answers = await asks(ask, count, atMost);
    ${then}
    return answers;
  }`;

// A busy machine may say nothing; never anything wrong.
test("accepts waits that overlap, and keeps what the student printed", async () => {
  const { verdict, internal, output, tooBusy } = await grade(asking('console.log("all are there");'));
  expect(output.stdout).toContain("all are there");
  if (tooBusy.length > 0) return;
  expect({ verdict, internal }).toEqual({ verdict: "accepted", internal: null });
});

test("rejects right answers to questions that were never asked", async () => {
  const knowing = `
    export async function askAll(ask: Ask, _count: number, _atMost: number, known: string[]): Promise<unknown> {
      await Promise.all([0, 1, 2].map((question) => ask(question)));
      return known;
    }`;
  const report = await grade(knowing, ["input.atMost)", "input.atMost, input.answers)"]);
  expect(report).toMatchObject({ verdict: "wrong-answer", reason: "wrong-result" });
});

test("rejects right answers that came before their waits can have been over, whatever the box says", async () => {
  const report = await grade(asking(""), ["}, waitMs)", "}, 0)"], 4000);
  expect(report).toMatchObject({ verdict: "wrong-answer", reason: "wrong-result" });
});

test.each([
  [
    "while its answers are looked at",
    "return new Proxy(answers, { get: (all, key) => (key === '0' && nap(), Reflect.get(all, key)) });",
  ],
  ["in a thread that it leaves behind", "new Thread({ target: nap }).start();"],
  ["while its module is loaded", "return answers; } nap(); function unused(answers: unknown) {"],
])("counts time that the student spends %s", async (_when, then) => {
  const { verdict, reason, tooBusy } = await grade(asking(then));
  expect({ verdict, reason, tooBusy }).toEqual({ verdict: "wrong-answer", reason: "not-overlapped", tooBusy: [] });
});

test("decides by the first round that takes far too long, so that no student can use up the grader's time", async () => {
  const long = asking('console.log("once"); for (let i = 0; i < 6; i++) nap();');
  const { verdict, reason, output } = await grade(long, undefined, 5);
  expect({ verdict, reason }).toEqual({ verdict: "wrong-answer", reason: "not-overlapped" });
  expect(output.stdout).toBe("once\n");
});
