import type { LaneSteps } from "./lane-figure.tsx";

/** Two threads of a pool take four tasks from its queue. */
export const twoOvens: LaneSteps = {
  lanes: [
    { en: "oven 1", "zh-CN": "烤箱 1" },
    { en: "oven 2", "zh-CN": "烤箱 2" },
  ],
  place: { en: "queue", "zh-CN": "队列" },
  steps: [
    { lane: 0, en: "takes order 1", "zh-CN": "取订单 1", holds: 3 },
    { lane: 1, en: "takes order 2", "zh-CN": "取订单 2", holds: 2 },
    { lane: 1, en: "done; takes order 3", "zh-CN": "做完，取订单 3", holds: 1 },
    { lane: 0, en: "done; takes order 4", "zh-CN": "做完，取订单 4", holds: 0 },
    { lane: 1, en: "done; nothing left", "zh-CN": "做完，没有了", holds: 0 },
    { lane: 0, en: "done; nothing left", "zh-CN": "做完，没有了", holds: 0 },
  ],
};
