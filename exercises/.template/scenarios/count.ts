import { i32, struct } from "@lockstep/memory";
import { Lock } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";
import { mark, student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/counter.ts";

const Counter = struct("Counter", { value: i32, lock: Lock });

export function worker(counter: InstanceType<typeof Counter>, times: number): void {
  const { increment } = student<typeof Student>("increment");
  for (let turn = 1; turn <= times; turn++) {
    increment(counter);
    mark(`has counted ${turn}`);
  }
}

/** Threads count at once, each so many times. What was counted is told; whether it is right is asked by the tests. */
export default function count(input: { readonly threads: number; readonly times: number }) {
  const counter = new Counter({ value: 0 });
  const threads = Array.from(
    { length: input.threads },
    (_, i) => new Thread({ target: worker, args: [counter, input.times], name: `worker-${i + 1}` }),
  );
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return { value: counter.value };
}
