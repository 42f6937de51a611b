import type { LaneSteps } from "./lane-figure.tsx";

/** Main doesn't wait for the thread that it has started. */
export const tooEarly: LaneSteps = {
  lanes: ["main", "ada"],
  place: "note",
  steps: [
    { lane: 0, en: "makes the thread", "zh-CN": "造出线程", holds: "–" },
    { lane: 0, en: "start(): asks for it to run", "zh-CN": "start()：请求运行", holds: "–" },
    { lane: 0, en: "reads the note: empty", "zh-CN": "读纸条：还是空的", holds: "–", mark: "fault" },
    { lane: 1, en: "begins", "zh-CN": "开始", holds: "–" },
    { lane: 1, en: "writes on the note", "zh-CN": "在纸条上写字", holds: "hello" },
  ],
};
