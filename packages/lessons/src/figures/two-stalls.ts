import type { LaneSteps } from "./lane-figure.tsx";

/** Three carts at two stalls; the third waits for a permit. */
export const twoStalls: LaneSteps = {
  lanes: [
    { en: "Ann and Ben", "zh-CN": "大车、中车" },
    { en: "Cy", "zh-CN": "小车" },
  ],
  place: { en: "free", "zh-CN": "空" },
  steps: [
    { lane: 0, en: "Ann acquires: rests", "zh-CN": "大车拿许可：歇下", holds: 1 },
    { lane: 0, en: "Ben acquires: rests", "zh-CN": "中车拿许可：歇下", holds: 0 },
    { lane: 1, en: "wants a permit: waits", "zh-CN": "要许可：等", holds: 0, mark: "waits" },
    { lane: 0, en: "Ann leaves, releases", "zh-CN": "大车离开，归还", holds: 1 },
    { lane: 1, en: "wakes, acquires: rests", "zh-CN": "醒来，拿许可：歇下", holds: 0 },
    { lane: 0, en: "Ben leaves, releases", "zh-CN": "中车离开，归还", holds: 1 },
    { lane: 1, en: "leaves, releases", "zh-CN": "离开，归还", holds: 2 },
  ],
};
