import type { LaneSteps } from "./lane-figure.tsx";

/** The join inside the start loop: never more than one thread at work. */
export const joinInTheLoop: LaneSteps = {
  lanes: ["main", { en: "workers", "zh-CN": "干活的线程" }],
  place: { en: "busy", "zh-CN": "在干" },
  steps: [
    { lane: 0, en: "starts worker 1", "zh-CN": "启动 1 号", holds: 1 },
    { lane: 0, en: "joins it: waits", "zh-CN": "join：等它", holds: 1, mark: "waits" },
    { lane: 1, en: "worker 1 is done", "zh-CN": "1 号做完", holds: 0 },
    { lane: 0, en: "starts worker 2", "zh-CN": "启动 2 号", holds: 1 },
    { lane: 0, en: "joins it: waits", "zh-CN": "join：等它", holds: 1, mark: "waits" },
    { lane: 1, en: "worker 2 is done", "zh-CN": "2 号做完", holds: 0 },
  ],
};
