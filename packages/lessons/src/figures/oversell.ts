import type { LaneSteps } from "./lane-figure.tsx";

/** Two visitors, one ticket, no lock: both buy it. */
export const oversell: LaneSteps = {
  lanes: [
    { en: "Ann", "zh-CN": "小安" },
    { en: "Ben", "zh-CN": "小本" },
  ],
  place: "left",
  steps: [
    { lane: 0, en: "reads left: 1", "zh-CN": "读到 left 是 1", holds: 1 },
    { lane: 1, en: "reads left: 1", "zh-CN": "读到 left 是 1", holds: 1 },
    { lane: 1, en: "1 is more than 0: buys", "zh-CN": "1 大于 0：买下", holds: 1 },
    { lane: 1, en: "writes left = 0", "zh-CN": "写入 left = 0", holds: 0 },
    { lane: 0, en: "1 is more than 0: buys too", "zh-CN": "1 大于 0：也买下", holds: 0, mark: "fault" },
    { lane: 0, en: "writes left = 0", "zh-CN": "写入 left = 0", holds: 0 },
  ],
};
