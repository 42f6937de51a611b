import type { Localised } from "@lockstep/contracts";
export { notMeasurableHere } from "./told-timing.ts";

/** Rounds with real waits, in a few numbers. None of them holds the claim. */
export interface OfWaits {
  readonly atMost: number;
  readonly rounds: number;
  /** Under way on average: in the middle, and the interval that all rounds lie in. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

export function figuresOfWaits({ atMost, rounds, mean, least, most }: OfWaits): Localised {
  const [m, from, to] = [mean, least, most].map((value) => value.toFixed(2));
  return {
    en: `With real waits: ${m} of the ${atMost} allowed were under way on average (${from} to ${to} in ${rounds} rounds). A busy machine can only lower this figure; what it took is not held against you.`,
    "zh-CN": `真实等待下：允许同时进行 ${atMost} 个，平均有 ${m} 个在进行（${rounds} 轮中为 ${from} 到 ${to}）。机器忙只会让这个数变小，被机器占去的时间不会算在你头上。`,
  };
}

export function tooFewWaits(seen: OfWaits): Localised {
  const figures = figuresOfWaits(seen);
  return {
    en: `${figures.en}\nPlaces stayed empty while there were questions left: look for where one wait holds up others, or where your program computes while it could ask.`,
    "zh-CN": `${figures["zh-CN"]}\n还有问题没问，位置却空着：找找哪里因为等一个而耽误了别的，或者该去问的时候程序却在计算。`,
  };
}

/** @param rounds after which nobody was ahead. */
export function tooBusyForWaits(rounds: number): Localised {
  return {
    en: `The machine was too busy: ${rounds} rounds did not agree on how well your waits overlap. That says nothing about your program, and it counts nothing. If it stays so, tell your instructor, who can have it graded again when the machine has less to do.`,
    "zh-CN": `机器太忙了：测了 ${rounds} 轮，还是说不准你的等待重叠得怎么样。这跟你的程序无关，也不会算在你头上。如果一直这样，请告诉老师，等机器空闲一些再重新评测。`,
  };
}

export function neverEnded(): Localised {
  return {
    en: "Nothing was under way any more, and your promise had not settled.",
    "zh-CN": "已经没有任何等待在进行了，你的 promise 却还没有结束。",
  };
}
