import type { ToldOutcome } from "@lockstep/contracts";
import { grading, type ToldGrading, GRADING_CHANNEL } from "../process/grading-channel.ts";

let current: ToldGrading | undefined;

/** Waits until somebody submits: a run is begun ahead, since starting it takes longer than many a grading. */
export async function awaitGrading(): Promise<void> {
  const channel = new BroadcastChannel(GRADING_CHANNEL);
  current = await new Promise<ToldGrading>((resolve) => {
    channel.addEventListener("message", ({ data }) => {
      const told = grading.safeParse(data);
      if (told.success) resolve(told.data);
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel between threads
    channel.postMessage("waiting");
  });
  channel.close();
}

/** How the exercise tells ends; nothing where nobody grades, as in tests of the testkit itself. */
export function currentOutcomes(): readonly ToldOutcome[] {
  return current?.outcomes ?? [];
}

/** What the running tests are for. @throws {Error} before it is known. */
export function currentGrading(): ToldGrading {
  if (current === undefined) throw new Error("The tests run before there is anything to grade.");
  return current;
}
