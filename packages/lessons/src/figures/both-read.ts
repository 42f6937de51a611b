import type { LaneSteps } from "./lane-figure.tsx";

/** Two children read the same number, and one taking is forgotten. */
export const bothRead: LaneSteps = {
  lanes: [
    { en: "Ann", "zh-CN": "小安" },
    { en: "Ben", "zh-CN": "小本" },
  ],
  place: "sweets",
  steps: [
    { lane: 0, en: "reads 100", "zh-CN": "读到 100", holds: 100 },
    { lane: 1, en: "reads 100", "zh-CN": "读到 100", holds: 100 },
    { lane: 0, en: "works out 99", "zh-CN": "算出 99", holds: 100 },
    { lane: 1, en: "works out 99", "zh-CN": "算出 99", holds: 100 },
    { lane: 0, en: "writes 99", "zh-CN": "写入 99", holds: 99 },
    { lane: 1, en: "writes 99 again", "zh-CN": "又写入 99", holds: 99, mark: "fault" },
  ],
};
