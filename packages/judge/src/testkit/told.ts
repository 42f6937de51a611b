import type { ErrorText, Localised, Outcome } from "@lockstep/contracts";

/** How often something was seen among the explored schedules. */
export interface Often {
  readonly count: number;
  readonly rounds: number;
}

type Waiting = Extract<Outcome, { kind: "deadlock" }>["waiting"];
type Held = Extract<Outcome, { kind: "returned" }>["held"][number];

/** What was seen, as sentences for students in both languages. None of them holds an expected value. */
export function broken(often: Often): Localised {
  return {
    en: `It broke in ${often.count} of the ${often.rounds} schedules that were tried.`,
    "zh-CN": `在试过的 ${often.rounds} 种执行顺序里，有 ${often.count} 种出了错。`,
  };
}

export function waiting(threads: Waiting, often: Often): Localised {
  const lines = (line: (thread: Waiting[number]) => string) => threads.map(line).join("\n");
  return {
    en: lines(({ thread, on, heldBy, holderEnded }) => {
      const holder =
        heldBy === null ? "" : holderEnded ? `, still held by ${heldBy}, which has ended` : `, held by ${heldBy}`;
      return `${thread} waits for ${on}${holder}.`;
    }).concat(`\nNobody can go on. ${frequency(often).en}`),
    "zh-CN": lines(({ thread, on, heldBy, holderEnded }) => {
      const holder =
        heldBy === null ? "" : holderEnded ? `，持有者 ${heldBy} 已经结束，却没有释放` : `，它由 ${heldBy} 持有`;
      return `${thread} 在等 ${on}${holder}。`;
    }).concat(`\n谁也走不下去了。${frequency(often)["zh-CN"]}`),
  };
}

export function held({ thread, lock }: Held, often: Often): Localised {
  return {
    en: `${thread} ended while it still held ${lock}. ${frequency(often).en}`,
    "zh-CN": `${thread} 结束时还持有 ${lock}。${frequency(often)["zh-CN"]}`,
  };
}

export function steps(count: number, often: Often): Localised {
  return {
    en: `After ${count} steps the threads were still busy and nothing had come to an end. ${frequency(often).en}`,
    "zh-CN": `走了 ${count} 步之后，线程还在忙，却什么也没有完成。${frequency(often)["zh-CN"]}`,
  };
}

export function error(thrown: ErrorText, often: Often): Localised {
  return {
    en: `In ${thrown.thread}: ${text(thrown)}\n${frequency(often).en}`,
    "zh-CN": `在 ${thrown.thread} 里：${text(thrown)}\n${frequency(often)["zh-CN"]}`,
  };
}

/** The module could not be loaded, or lacks an export. */
export function unusable(thrown: ErrorText): Localised {
  return { en: text(thrown), "zh-CN": text(thrown) };
}

export function endedEarly(): Localised {
  return {
    en: "The program ended before the run was over. Let your functions return instead of ending the process.",
    "zh-CN": "运行还没完，程序就自己结束了。请让函数正常返回，不要结束进程。",
  };
}

export function disturbed(): Localised {
  return {
    en: "The program wrote into the channel that reports the run.",
    "zh-CN": "程序往汇报运行情况的通道里写了东西。",
  };
}

export function strangeAnswer(): Localised {
  return {
    en: "A function returned something of another kind than the exercise asks for. Look at the types in the starter.",
    "zh-CN": "有函数返回的东西和题目要求的类型不同。请对照起始代码里的类型。",
  };
}

function frequency({ count, rounds }: Often): Localised {
  if (rounds === 1) return { en: "", "zh-CN": "" };
  return { en: `Seen in ${count} of ${rounds} schedules.`, "zh-CN": `${rounds} 种执行顺序里出现了 ${count} 次。` };
}

function text({ name, message, stack }: ErrorText): string {
  return stack.includes(message) ? stack : `${name}: ${message}${stack === "" ? "" : `\n${stack}`}`;
}
