import type { LaneSteps } from "./lane-figure.tsx";

/** Two questions that are awaited together. */
export const waitTogether: LaneSteps = {
  lanes: [
    { en: "question 1", "zh-CN": "问题 1" },
    { en: "question 2", "zh-CN": "问题 2" },
  ],
  place: { en: "awaited", "zh-CN": "在等" },
  steps: [
    { lane: 0, en: "is asked", "zh-CN": "问出去", holds: 1 },
    { lane: 1, en: "is asked", "zh-CN": "问出去", holds: 2 },
    { lane: 0, en: "waits …", "zh-CN": "等……", holds: 2, mark: "waits" },
    { lane: 1, en: "waits …", "zh-CN": "等……", holds: 2, mark: "waits" },
    { lane: 1, en: "is answered", "zh-CN": "有了答案", holds: 1 },
    { lane: 0, en: "is answered", "zh-CN": "有了答案", holds: 0 },
  ],
};
