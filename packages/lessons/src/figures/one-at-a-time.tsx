import type { Locale } from "@lockstep/contracts";
import { Interleaving, type InterleavingProps } from "./interleaving.tsx";

const drawn: Record<Locale, Omit<InterleavingProps, "locale">> = {
  en: {
    lanes: ["Ann", "Ben"],
    steps: [
      { lane: 0, text: "acquires the lock", left: 1 },
      { lane: 0, text: "reads left: 1", left: 1 },
      { lane: 1, text: "wants the lock: sleeps", left: 1, mark: "waits" },
      { lane: 0, text: "writes left = 0, buys", left: 0 },
      { lane: 0, text: "releases the lock", left: 0 },
      { lane: 1, text: "wakes, acquires the lock", left: 0 },
      { lane: 1, text: "reads left: 0, sold out", left: 0 },
      { lane: 1, text: "releases the lock", left: 0 },
    ],
  },
  "zh-CN": {
    lanes: ["小安", "小本"],
    steps: [
      { lane: 0, text: "获取锁", left: 1 },
      { lane: 0, text: "读到 left 是 1", left: 1 },
      { lane: 1, text: "也要这把锁：睡下等待", left: 1, mark: "waits" },
      { lane: 0, text: "写入 left = 0，买下", left: 0 },
      { lane: 0, text: "释放锁", left: 0 },
      { lane: 1, text: "醒来，获取锁", left: 0 },
      { lane: 1, text: "读到 left 是 0：售完", left: 0 },
      { lane: 1, text: "释放锁", left: 0 },
    ],
  },
};

/** The same two visitors with a lock: the second finds the office sold out. */
export function OneAtATime({ locale }: { readonly locale: Locale }) {
  return <Interleaving locale={locale} {...drawn[locale]} />;
}
