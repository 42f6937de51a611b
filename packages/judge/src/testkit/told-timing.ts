import type { Localised, SourcePlace } from "@lockstep/contracts";
import { serialPartOf, type SlowBecause, type SpeedUp } from "@lockstep/measure/claims";

/** What was measured on virtual cores, as sentences for students in both languages. None of them holds the claim. */
export function figures({ cores, speedUp, efficiency }: SpeedUp): Localised {
  const times = speedUp.toFixed(2);
  const work = workDone(efficiency);
  return {
    en: `On ${cores} virtual cores your program is ${times} times as fast as the sequential one; ${work.en}. Steps are counted here, no clock is read, so you get the same figures on every machine.`,
    "zh-CN": `在 ${cores} 个虚拟核心上，你的程序的速度是顺序程序的 ${times} 倍；${work["zh-CN"]}。这里数的是步数，不看时钟，所以在任何机器上数字都一样。`,
  };
}

/** How much all threads did, half a sentence. "Efficiency" has several meanings; this has one. */
function workDone(efficiency: number): Localised {
  const times = efficiency > 0 ? (1 / efficiency).toFixed(2) : "0";
  if (times === "1.00" || efficiency <= 0)
    return { en: "its threads together do no more work than that one", "zh-CN": "所有线程加起来，干的活并不比它多" };
  return {
    en: `its threads together do ${times} times the work of that one`,
    "zh-CN": `所有线程加起来，干的活是顺序程序的 ${times} 倍`,
  };
}

export function tooSlow(speedUp: SpeedUp, because: SlowBecause): Localised {
  return joined(figures(speedUp), because === "busy-wait" ? spun(speedUp.spunShare) : whySlow(speedUp, because));
}

function whySlow(
  seen: Pick<SpeedUp, "cores" | "speedUp" | "efficiency">,
  because: Exclude<SlowBecause, "busy-wait">,
): Localised {
  switch (because) {
    case "serial": {
      const part = percent(serialPartOf(seen));
      return {
        en: `It is as if ${part} % of the work could not be done at once: look for where threads wait for a lock or for one another, or where one has much more to do.`,
        "zh-CN": `看上去好像有 ${part}% 的工作没法同时做：找找线程在哪里等锁、互相等待，或者是不是有一个线程的活特别多。`,
      };
    }
    case "inefficient": {
      const times = (1 / seen.efficiency).toFixed(1);
      return {
        en: `The threads together do ${times} times the work of the sequential program: look for work that is done twice, or for a thread that asks again and again.`,
        "zh-CN": `所有线程加起来做了顺序程序 ${times} 倍的工作：找找有没有重复做的事，或者反复查看的线程。`,
      };
    }
  }
}

/** Several rounds on real threads, in a few numbers. */
export interface OnThreads {
  readonly cores: number;
  readonly rounds: number;
  /** In the middle, and the interval that all rounds lie in. */
  readonly speedUp: number;
  readonly least: number;
  readonly most: number;
  readonly parallelism: number;
  readonly efficiency: number;
}

export function figuresOnThreads({ cores, rounds, speedUp, least, most, efficiency }: OnThreads): Localised {
  const [times, from, to] = [speedUp, least, most].map((value) => value.toFixed(2));
  const work = workDone(efficiency);
  return {
    en: `Measured on real threads: on ${cores} cores of its own your program would be ${times} times as fast as the sequential one (between ${from} and ${to} in ${rounds} rounds); ${work.en}. Only the processor time of your own threads is counted, so other programs on this machine hardly change it.`,
    "zh-CN": `用真实线程测得：如果独占 ${cores} 个核心，你的程序的速度会是顺序程序的 ${times} 倍（测了 ${rounds} 轮，都在 ${from} 到 ${to} 之间）；${work["zh-CN"]}。这里只算你自己的线程用掉的处理器时间，机器上别的程序对它几乎没有影响。`,
  };
}

export function tooSlowOnThreads(seen: OnThreads): Localised {
  const because = seen.efficiency < seen.parallelism / seen.cores ? "inefficient" : "serial";
  return joined(figuresOnThreads(seen), whySlow(seen, because));
}

/** @param rounds after which nobody was ahead. */
export function tooBusy(rounds: number): Localised {
  return {
    en: `The machine was too busy to measure: it has other work to do, and after ${rounds === 1 ? "one round" : `${rounds} rounds`} it is still not clear how fast your program is. This says nothing about your program, and does not count against you. If it keeps happening, tell your instructor, who can have it graded again at a quieter time.`,
    "zh-CN": `机器太忙，没能测准：它手头还有别的工作，测了 ${rounds} 轮，还是说不准你的程序有多快。这跟你的程序无关，也不会算在你头上。如果一直这样，请告诉老师，等机器空闲一些再重新评测。`,
  };
}

export function notAccountedFor(): Localised {
  return {
    en: "The threads say that they worked more than the operating system saw them work.",
    "zh-CN": "线程自称做的工作，比操作系统看到的还多。",
  };
}

export function notMeasurableHere(): Localised {
  return {
    en: "This machine can't measure threads. This says nothing about your program, and does not count against you. Please tell your instructor.",
    "zh-CN": "这台机器没法测量线程。这跟你的程序无关，也不会算在你头上。请告诉老师。",
  };
}

/** @param share of all the work. */
export function spun(share: number): Localised {
  return {
    en: `${percent(share)} % of the work is looking again and again whether something has changed. Wait for it with a condition, an event or a queue: a thread that sleeps leaves its core to others.`,
    "zh-CN": `有 ${percent(share)}% 的工作是在反复查看某个东西变了没有。请用条件变量、事件或队列来等：睡着的线程会把核心让给别人。`,
  };
}

export function tooFew(what: string, max: number, mean: number): Localised {
  return {
    en: `Of "${what}" at most ${max} were under way at once, ${mean.toFixed(2)} on average. Begin the next ones before the first has ended.`,
    "zh-CN": `“${what}”最多只有 ${max} 个同时在进行，平均 ${mean.toFixed(2)} 个。不要等前一个结束才开始下一个。`,
  };
}

export function tooMany(what: string, max: number): Localised {
  return {
    en: `Of "${what}" ${max} were under way at once, more than the exercise allows. Let each take a permit before it begins.`,
    "zh-CN": `“${what}”有 ${max} 个同时在进行，超过了题目允许的数目。让每一个在开始之前先拿到许可。`,
  };
}

export function grows(costs: readonly { readonly size: number; readonly cost: number }[]): Localised {
  const list = costs.map(({ size, cost }) => `${size}: ${Math.round(cost)}`).join(", ");
  return {
    en: `The work grows too fast with the input. Counted, by size: ${list}.`,
    "zh-CN": `输入变大时，工作量增长得太快了。按规模统计：${list}。`,
  };
}

export function otherResult(): Localised {
  return {
    en: "The result is not that of the sequential program for the same input.",
    "zh-CN": "同样的输入，结果和顺序程序的不一样。",
  };
}

/** @param because in English, as the transform says it. */
export function notMeasurable(because: string, at: SourcePlace | null): Localised {
  const place = at ? `${at.file}:${at.line}: ` : "";
  return {
    en: `This can't be measured: ${place}${because}`,
    "zh-CN": `没法测量。原因（英文）：${place}${because}`,
  };
}

function joined(one: Localised, other: Localised): Localised {
  return { en: `${one.en}\n${other.en}`, "zh-CN": `${one["zh-CN"]}\n${other["zh-CN"]}` };
}

function percent(share: number): number {
  return Math.round(share * 100);
}
