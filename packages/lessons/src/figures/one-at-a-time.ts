import type { LaneSteps } from "./lane-figure.tsx";

/** The same two visitors with a lock: the second finds the office sold out. */
export const oneAtATime: LaneSteps = {
  lanes: [
    { en: "Ann", "zh-CN": "小安" },
    { en: "Ben", "zh-CN": "小本" },
  ],
  place: "left",
  steps: [
    { lane: 0, en: "acquires the lock", "zh-CN": "获取锁", holds: 1 },
    { lane: 0, en: "reads left: 1", "zh-CN": "读到 left 是 1", holds: 1 },
    { lane: 1, en: "wants the lock: sleeps", "zh-CN": "也要这把锁：睡下等待", holds: 1, mark: "waits" },
    { lane: 0, en: "writes left = 0, buys", "zh-CN": "写入 left = 0，买下", holds: 0 },
    { lane: 0, en: "releases the lock", "zh-CN": "释放锁", holds: 0 },
    { lane: 1, en: "wakes, acquires the lock", "zh-CN": "醒来，获取锁", holds: 0 },
    { lane: 1, en: "reads left: 0, sold out", "zh-CN": "读到 left 是 0：售完", holds: 0 },
    { lane: 1, en: "releases the lock", "zh-CN": "释放锁", holds: 0 },
  ],
};
