import { readSourceFolder } from "@lockstep/catalog";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRig } from "./judge-rig.ts";

const rig = openRig("uneven-tasks");

async function grade(solution: string, change: (text: string) => string = (text) => text) {
  const files = await readSourceFolder(join(rig.folder, "solutions", solution));
  const changed = files.map((file) => ({ ...file, text: change(file.text) }));
  return rig.judge.grade({ pack: rig.pack, language: "typescript", files: changed, purpose: "submit", seed: 1 });
}

test("tells with an accepted case how fast it was, and what each thread did when", async () => {
  const report = await grade("accepted/every-nth-task");
  const fast = report.cases.find(({ id }) => id === "two-cores");

  expect(report).toMatchObject({ verdict: "accepted", internal: null });
  expect(fast?.remark?.en).toMatch(/^On 2 virtual cores your program is (?:1\.[89]\d|2\.00) times as fast/);
  expect(fast?.remark?.["zh-CN"]).toContain("虚拟核心");
  expect(fast?.timing?.threads).toHaveLength(3);
  expect(fast?.timing?.threads[1]?.spent.running).toBeGreaterThan(0);
});

test("tells with one that is too slow why, in both languages, and not what was asked for", async () => {
  const report = await grade("wrong-answer/one-lock-around-each-task");
  const slow = report.cases.find(({ id }) => id === report.decidingCase);

  expect(report).toMatchObject({ verdict: "wrong-answer", reason: "not-parallel", decidingCase: "two-cores" });
  expect(slow?.seen?.en).toMatch(/\d+ % of the work could not be done at once/);
  expect(slow?.seen?.["zh-CN"]).toContain("等锁");
  const { timing, ...told } = slow ?? {};
  expect(JSON.stringify(told)).not.toContain("1.7");
  expect(timing?.threads.some(({ spent }) => spent.lock > spent.running / 2)).toBe(true);
});

test("ends a case that does far too much with a limit, and tells what can't be measured with its line", async () => {
  const [endless, refused] = [
    await grade("accepted/every-nth-task", (text) => text.replace("k < 20", "k < 1e9")),
    await grade(
      "accepted/every-nth-task",
      (text) => `${text}\nexport class Box { get #size() { return 1; } size() { return this.#size; } }\n`,
    ),
  ];

  expect(endless).toMatchObject({ verdict: "cpu-time-limit", reason: "limit", internal: null });
  expect(refused).toMatchObject({ verdict: "runtime-error", internal: null });
  expect(refused.cases[0]?.seen?.en).toMatch(/can't be measured: sums\.ts:\d+: A private getter/);
});
