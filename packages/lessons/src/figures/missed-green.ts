import type { LaneSteps } from "./lane-figure.tsx";

/** A car falls asleep just after the light has turned and told everybody. */
export const missedGreen: LaneSteps = {
  lanes: [
    { en: "car", "zh-CN": "车" },
    { en: "light", "zh-CN": "灯" },
  ],
  place: "green",
  steps: [
    { lane: 0, en: "looks: red", "zh-CN": "看灯：红的", holds: "false" },
    { lane: 1, en: "turns green", "zh-CN": "变绿", holds: "true" },
    { lane: 1, en: "notifies: nobody sleeps", "zh-CN": "通知：没人睡着", holds: "true" },
    { lane: 0, en: "falls asleep", "zh-CN": "睡下", holds: "true", mark: "waits" },
    { lane: 0, en: "sleeps on, at a green light", "zh-CN": "对着绿灯继续睡", holds: "true", mark: "fault" },
  ],
};
