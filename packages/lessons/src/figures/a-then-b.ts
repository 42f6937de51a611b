import type { LaneSteps } from "./lane-figure.tsx";

/** Two clerks lock two accounts in opposite orders. */
export const aThenB: LaneSteps = {
  lanes: [
    { en: "Ann", "zh-CN": "小安" },
    { en: "Ben", "zh-CN": "小本" },
  ],
  place: "A / B",
  steps: [
    { lane: 0, en: "wants to pay from A to B", "zh-CN": "要从 A 转到 B", holds: "– / –" },
    { lane: 1, en: "wants to pay from B to A", "zh-CN": "要从 B 转到 A", holds: "– / –" },
    { lane: 0, en: "acquires A", "zh-CN": "拿到 A", holds: { en: "Ann / –", "zh-CN": "小安 / –" } },
    { lane: 1, en: "acquires B", "zh-CN": "拿到 B", holds: { en: "Ann / Ben", "zh-CN": "小安 / 小本" } },
    {
      lane: 0,
      en: "wants B: waits for Ben",
      "zh-CN": "要 B：等小本",
      holds: { en: "Ann / Ben", "zh-CN": "小安 / 小本" },
      mark: "waits",
    },
    {
      lane: 1,
      en: "wants A: waits for Ann",
      "zh-CN": "要 A：等小安",
      holds: { en: "Ann / Ben", "zh-CN": "小安 / 小本" },
      mark: "fault",
    },
  ],
};
