import type { Localised, Schedule, ScheduleEvent } from "@lockstep/contracts";

/** Where a value stands in a mark: the order of the values is that of the English words. */
const HOLE = "{}";

/** What the explorer itself writes: steps that are no reading, taking or waiting. */
export const explorersMarks: readonly Localised[] = [
  { en: "sleeps no longer: time-out of {}", "zh-CN": "睡到时限，醒来：{}" },
  { en: "wakes without cause from {}", "zh-CN": "无缘无故从 {} 醒来" },
  { en: "waits no longer: time-out of {}", "zh-CN": "等到时限，不再等：{}" },
  { en: "waits no longer for the end of {}", "zh-CN": "不再等 {} 结束" },
  { en: "finds {} taken", "zh-CN": "发现 {} 已被拿走" },
  { en: "finds that {} of {} is not possible", "zh-CN": "此刻不能 {}：{}" },
  { en: "turns for ever", "zh-CN": "不停地空转" },
];

/** The schedule with every mark in the readers' languages, as far as its words are known; others stay as they are. */
export function withToldMarks(schedule: Schedule, marks: readonly Localised[]): Schedule {
  const known = [...marks, ...explorersMarks];
  return { ...schedule, events: schedule.events.map((event) => told(event, known)) };
}

function told({ said: _said, ...event }: ScheduleEvent, marks: readonly Localised[]): ScheduleEvent {
  if (event.step !== "mark") return event;
  for (const mark of marks) {
    const values = valuesIn(event.on, mark.en);
    if (values) return { ...event, said: { en: event.on, "zh-CN": filled(mark["zh-CN"], values) } };
  }
  return event;
}

/** What stands in the holes of `pattern`; null where the text is another one. The text may come from a student's code. */
function valuesIn(text: string, pattern: string): readonly string[] | null {
  const [first = "", ...rest] = pattern.split(HOLE);
  if (!text.startsWith(first)) return null;
  const values: string[] = [];
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    const end = i < rest.length - 1 ? text.indexOf(part, at) : text.endsWith(part) ? text.length - part.length : -1;
    if (end < at) return null;
    values.push(text.slice(at, end));
    at = end + part.length;
  }
  return at === text.length ? values : null;
}

function filled(pattern: string, values: readonly string[]): string {
  return pattern
    .split(HOLE)
    .map((part, i) => (i === 0 ? part : `${values[i - 1] ?? ""}${part}`))
    .join("");
}
