import type { DataRace, ErrorText, Localised, Outcome, SourcePlace } from "@lockstep/contracts";
import type { Coverage } from "./exploration.ts";

/**
 * How often something was seen among the schedules that were tried, or how many were explored up to it. `asked`: how many
 * would have been tried, had it not been seen; `rounds` where absent.
 */
export type Often =
  | { readonly count: number; readonly rounds: number; readonly asked?: number }
  | { readonly explored: number };

type Waiting = Extract<Outcome, { kind: "deadlock" }>["waiting"];
type Held = Extract<Outcome, { kind: "returned" }>["held"][number];

/** What was seen, as sentences for students in both languages. None of them holds an expected value. */
export function broken(often: Often): Localised {
  if ("explored" in often) return frequency(often);
  if (often.rounds === 1) return { en: "It broke at once, in the only run.", "zh-CN": "只运行了一次，就出了错。" };
  return {
    en: `It broke in ${often.count} of the ${often.rounds} schedules that were tried.`,
    "zh-CN": `在试过的 ${often.rounds} 种执行顺序里，有 ${often.count} 种出了错。`,
  };
}

export function waiting(threads: Waiting, often: Often): Localised {
  // Who waits for a thread's end waits for that thread: to say so twice says nothing.
  const told = threads.map((one) => (one.heldBy === one.on ? { ...one, heldBy: null } : one));
  const lines = (line: (thread: Waiting[number]) => string) => told.map(line).join("\n");
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

/** Each thread of a box has an engine of its own: some 14 MB before it does anything (40 of them: 620 MB, measured). */
export function outOfMemory(): Localised {
  return {
    en: "The program needed more memory than it has here. If it has many threads at once, that alone is why: each takes some 15 MB before it does anything, and forty do not fit into 512 MB. A few threads that take one task after another, as in a pool, get by with far less.",
    "zh-CN":
      "程序要的内存，超过了这里能给的。如果同时开了很多线程，光这一点就够了：每个线程什么都没做就要占 15 MB 左右，四十个放不进 512 MB。少开几个线程，让它们一个接一个地领任务（线程池就是这样），要的内存就少得多。",
  };
}

/** Nobody is left who could wake them. */
export function asleep(threads: Waiting, often: Often): Localised {
  const { en, zh } = sleepers(threads);
  return {
    en: `${en}\nWhoever should have woken them has done so before, or never will. ${frequency(often).en}`,
    "zh-CN": `${zh}\n该来唤醒它们的，要么早已唤醒过了，要么永远不会来。${frequency(often)["zh-CN"]}`,
  };
}

export function leaked(threads: Waiting, often: Often): Localised {
  const { en, zh } = sleepers(threads);
  return {
    en: `Everything else is over.\n${en} ${frequency(often).en}`,
    "zh-CN": `其余的都已结束。\n${zh}${frequency(often)["zh-CN"]}`,
  };
}

function sleepers(threads: Waiting): { readonly en: string; readonly zh: string } {
  return {
    en: threads.map(({ thread, on }) => `${thread} waits for ${on}.`).join("\n"),
    zh: threads.map(({ thread, on }) => `${thread} 在等 ${on}。`).join("\n"),
  };
}

export function turning(often: Often): Localised {
  return {
    en: `The last steps can repeat for ever, and no thread gets any further. ${frequency(often).en}`,
    "zh-CN": `最后几步可以一直重复下去，没有一个线程能往前走。${frequency(often)["zh-CN"]}`,
  };
}

export function starving(often: Often): Localised {
  return {
    en: `The last steps can repeat for ever, while a thread that could go on never gets its turn. ${frequency(often).en}`,
    "zh-CN": `最后几步可以一直重复下去，而有一个本来能走的线程始终轮不到。${frequency(often)["zh-CN"]}`,
  };
}

/** Two accesses that nothing orders, with both lines. */
export function race({ on, steps: [first, second], at: [one, other] }: DataRace): Localised {
  return {
    en: `Data race on ${on}: one thread ${accessEn(first, one)}, another ${accessEn(second, other)}, and nothing makes one of them wait for the other. The numbers happened to fit.`,
    "zh-CN": `${on} 上有数据竞争：一个线程${accessZh(first, one)}，另一个线程${accessZh(second, other)}，两者之间没有任何先后约束。这一次数字只是碰巧对上了。`,
  };
}

function accessEn(step: "read" | "write", at: SourcePlace | null): string {
  return `${step === "read" ? "reads" : "writes"} it${at ? ` at ${at.file}:${at.line}` : ""}`;
}

function accessZh(step: "read" | "write", at: SourcePlace | null): string {
  return `${at ? `在 ${at.file}:${at.line} ` : ""}${step === "read" ? "读" : "写"}它`;
}

/** An end that is legal and can't come about. */
export function impossible(outcome: Localised, count: number): Localised {
  const more = count - 1;
  return {
    en: `This is allowed, and can never happen with your program: ${outcome.en}${more > 0 ? ` (and ${more} more)` : ""}. Somebody waits who need not.`,
    "zh-CN": `题目允许这样的结果，你的程序却永远不会出现：${outcome["zh-CN"]}${more > 0 ? `（还有 ${more} 个）` : ""}。有线程在不必等的地方等了。`,
  };
}

/** How far what held goes. */
export function covered(coverage: Coverage, schedules: number): Localised {
  switch (coverage.kind) {
    case "every":
      return {
        en: `Every schedule of this case was explored (${schedules} runs); none was left out.`,
        "zh-CN": `这个用例的每一种执行顺序都探索过了（共运行 ${schedules} 次），一种不漏。`,
      };
    case "bounded":
      return {
        en: `${schedules} schedules were explored, among them every one ${switchesEn(coverage.switches)}. There are more.`,
        "zh-CN": `探索了 ${schedules} 种执行顺序，其中强制切换不超过 ${coverage.switches} 次的全部走过。还有没走到的顺序。`,
      };
    case "some":
    case "sampled":
      return {
        en: `${schedules} schedules were tried. There are more.`,
        "zh-CN": `试了 ${schedules} 种执行顺序。还有没试到的顺序。`,
      };
  }
}

function switchesEn(most: number): string {
  if (most === 0) return "without a forced switch";
  return most === 1 ? "with one forced switch at most" : `with at most ${most} forced switches`;
}

/** Why it was not explored; no reproach. */
export function sampledInstead(options: {
  readonly because: string;
  readonly at: SourcePlace | null;
  readonly rounds: number;
}): Localised {
  const { because, at, rounds } = options;
  const place = at ? `${at.file}:${at.line}: ` : "";
  return {
    en: `Not every schedule could be explored, so ${rounds} were tried on real threads. That is no mistake of yours. Why: ${place}${because}`,
    "zh-CN": `没能探索所有执行顺序，于是改用真实线程试了 ${rounds} 种。这不是你的错。原因（英文）：${place}${because}`,
  };
}

/** It was given up, and had done little but look. */
export function spinning(): Localised {
  return {
    en: "It was given up: nearly all it did was look again and again whether something has changed. Wait for it with a lock, a condition, an event or a queue; a thread that sleeps costs nothing.",
    "zh-CN":
      "运行被中止了：它几乎一直在反复查看某个东西变了没有。请用锁、条件变量、事件或队列来等；睡着的线程什么都不消耗。",
  };
}

/** It was given up. */
export function tooLong(): Localised {
  return {
    en: "It did far more work than this case needs, or never came to an end. Look for a loop that goes on for ever, or for work that is done over and over.",
    "zh-CN": "它做的工作远远超过这个用例所需，或者根本没有结束。找找有没有停不下来的循环，或者反复做的同一件事。",
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

function frequency(often: Often): Localised {
  if ("explored" in often && often.explored === 1)
    return {
      en: "The very first schedule that was explored shows it.",
      "zh-CN": "探索的第一种执行顺序就会这样。",
    };
  if ("explored" in often)
    return {
      en: `One of the ${often.explored} schedules that were explored shows it, beginning with those that switch least.`,
      "zh-CN": `从切换最少的顺序开始，共探索了 ${often.explored} 种执行顺序，其中有一种会这样。`,
    };
  const { count, rounds } = often;
  if (rounds === 1) return { en: "", "zh-CN": "" };
  return { en: `Seen in ${count} of ${rounds} schedules.`, "zh-CN": `${rounds} 种执行顺序里出现了 ${count} 次。` };
}

function text({ name, message, stack }: ErrorText): string {
  return stack.includes(message) ? stack : `${name}: ${message}${stack === "" ? "" : `\n${stack}`}`;
}
