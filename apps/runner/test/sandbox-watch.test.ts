import { type Sandbox, SandboxUnavailableError } from "@lockstep/sandbox";
import { expect, test } from "vitest";
import { SandboxWatch } from "../src/sandbox-watch.ts";

const never = new AbortController().signal;

function start(may: boolean): void {
  if (!may) throw new SandboxUnavailableError("there is no process left", "Stop something.");
}

/** A machine that fails `misses` times to open a sandbox, and loses it with the first grading; `did` is what was done with it, in order. */
function machineOf() {
  const did: (string | number)[] = [];
  const machine = { misses: 0 };
  const sandbox = {
    backend: "boxes",
    check: async () => start(false),
    close: async () => {},
    run: () => Promise.reject(new Error("unused")),
    session: () => {
      throw new Error("unused");
    },
    warm: () => {},
  } satisfies Sandbox;
  const means = {
    open: async () => {
      did.push("open");
      start(machine.misses-- <= 0);
      return sandbox;
    },
    sleep: async (ms: number) => void did.push(ms),
  };
  const said: string[] = [];
  return { did, machine, said, watch: new SandboxWatch({ say: (text) => said.push(text), onState: () => {}, means }) };
}

test("a sandbox that is lost beside each grading is asked for later each time, never at once", async () => {
  const { did, watch } = machineOf();
  for (let loss = 0; loss < 7; loss++) {
    await watch.open(never);
    expect(await watch.stillWorks()).toBe(false);
    await watch.close();
  }

  expect(did).toEqual(["open", ...[1_000, 2_000, 4_000, 8_000, 16_000, 30_000].flatMap((waitMs) => [waitMs, "open"])]);
});

test("the wait begins anew only after a grading that ended well", async () => {
  const { did, machine, watch } = machineOf();
  machine.misses = 3;
  await watch.open(never);
  watch.gradedWell();
  await watch.stillWorks();
  watch.gradedWell(); // by a box that was started ahead of the loss
  did.length = 0;
  await watch.open(never);
  await watch.stillWorks();
  await watch.open(never);

  expect(did).toEqual([1_000, "open", 2_000, "open"]);
});

test("that nothing is taken is said once a loss", async () => {
  const { machine, said, watch } = machineOf();
  await watch.open(never);
  await watch.stillWorks();
  machine.misses = 3;
  await watch.open(never);

  expect(said.filter((text) => text.includes("takes no submission"))).toHaveLength(1);
});
