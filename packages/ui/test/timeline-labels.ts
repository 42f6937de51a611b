import type { TimelineLabels } from "../src/index.ts";

/** Words of a schedule and of its timeline, for tests. */
export const labels: TimelineLabels = {
  locale: "en",
  step: {
    read: "reads",
    write: "writes",
    acquire: "acquires",
    release: "releases",
    wait: "waits for",
    wake: "wakes",
    start: "starts",
    end: "ends",
    join: "joins",
  },
  stepColumn: "Step",
  line: (line) => `line ${line}`,
  omitted: (count) => `${count} earlier steps`,
  region: "Schedule",
  stepOf: (at, count) => `Step ${at} of ${count}`,
  slider: "Step",
  previous: "Back",
  next: "On",
  thread: "Thread",
  doing: "At",
  holding: "holds",
  separator: { names: ", ", sentences: ". " },
  sharedValues: "Values",
  state: { running: "moves", ready: "could move", "not-started": "not started", ended: "ended" },
  waiting: (on, heldBy) => (heldBy === "" ? `waits for ${on}` : `waits for ${on}, held by ${heldBy}`),
  circle: () => "Nobody can go on.",
  allSteps: "All steps",
};
