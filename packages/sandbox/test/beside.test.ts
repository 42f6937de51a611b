import { goodPrograms, badPrograms } from "@lockstep/measure/corpus";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox, type Sandbox } from "../src/index.ts";
import { gradingBeside } from "./grading-beside.ts";
import { VERDICT_LIMITS, verdictOn } from "./thread-verdict.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ slots: 2 });
});
afterAll(() => sandbox.close());

async function verdict(text: string | undefined) {
  const session = sandbox.session({ limits: VERDICT_LIMITS, needs: [] });
  try {
    return (await verdictOn(text ?? "", session)).verdict;
  } finally {
    await session.close();
  }
}

// `LOCKSTEP_LOADS=a-grading LOCKSTEP_VERDICTS=100 pnpm bench thread-verdicts` is the long run of it. Too busy to say is no wrong verdict.
it("judges speed as it did, while another submission is graded in the next box", { timeout: 240_000 }, async () => {
  await gradingBeside(sandbox, async () => {
    expect(["fast", "busy"]).toContain(await verdict(goodPrograms["static split, results of threads"]));
    expect(["slow", "busy"]).toContain(await verdict(badPrograms["one lock around everything"]?.text));
  });
});
