import type { Verdict } from "@lockstep/contracts";
import type { Explanations } from "./explanation.ts";

/** What each verdict means and what to do next. */
export const verdictTexts: Explanations<Verdict> = {
  accepted: {
    en: {
      title: "Accepted",
      means: "Every case held, the hidden ones too, in every order of steps that was tried.",
      next: "Read your solution once more: could the protected part be smaller? Then go on with the course.",
    },
    "zh-CN": {
      title: "通过",
      means: "所有用例都成立，隐藏用例也不例外；试过的每一种执行顺序都没有出错。",
      next: "回头再读一遍自己的代码：受保护的部分还能再小一点吗？然后继续后面的课程。",
    },
  },
  "wrong-answer": {
    en: {
      title: "Not yet right",
      means: "At least one thing that the exercise demands did not hold.",
      next: "Open the case that failed. It says which property broke; the schedule below it shows one order of steps that breaks it.",
    },
    "zh-CN": {
      title: "还不正确",
      means: "题目要求的性质，至少有一条没有守住。",
      next: "展开没有通过的用例，看看是哪条性质被破坏了；下面的执行顺序就是一个出错的例子。",
    },
  },
  "runtime-error": {
    en: {
      title: "An error ended the run",
      means: "Something threw an error that nobody caught.",
      next: "Read the error's first line and the line of your file it names. Then ask: which locks were held at that moment?",
    },
    "zh-CN": {
      title: "运行时出错",
      means: "有一个异常抛出后没有人捕获。",
      next: "先看错误信息的第一行，以及它指向你代码的哪一行。再想一想：那一刻手里还握着哪些锁？",
    },
  },
  "compile-error": {
    en: {
      title: "Does not compile",
      means: "Your text could not be turned into a program, so nothing was run.",
      next: "Go to the line that is named. One missing bracket often causes several messages: mend the first one first.",
    },
    "zh-CN": {
      title: "编译失败",
      means: "代码没能编译成程序，因此什么都没有运行。",
      next: "去看所指的那一行。一个漏掉的括号常常引出好几条错误，先改第一条。",
    },
  },
  "cpu-time-limit": {
    en: {
      title: "Used too much processor time",
      means: "The program was still computing when its share of processor time was used up.",
      next: "Look for a loop that asks the same question again and again. A thread that waits should sleep until it is woken.",
    },
    "zh-CN": {
      title: "CPU 时间超限",
      means: "程序还在计算，分给它的 CPU 时间就已经用完了。",
      next: "找一找有没有反复询问同一件事的循环。需要等待的线程应该睡下，等别人来唤醒。",
    },
  },
  "wall-time-limit": {
    en: {
      title: "Did not end in time",
      means: "The program had not ended when its time was over. It may be waiting for something that never happens.",
      next: "Ask of each wait: who ends it, and does that still happen if an error is thrown or a thread ends early?",
    },
    "zh-CN": {
      title: "运行时间超限",
      means: "时间到了，程序还没有结束。它可能在等一件永远不会发生的事。",
      next: "对每一处等待问一句：由谁来结束它？如果中途抛出异常，或者某个线程提前结束，这件事还会发生吗？",
    },
  },
  "memory-limit": {
    en: {
      title: "Used too much memory",
      means: "The program asked for more memory than this exercise allows.",
      next: "Look for something that only grows: a list that is never emptied, a thread started in every round of a loop.",
    },
    "zh-CN": {
      title: "内存超限",
      means: "程序要用的内存超过了本题的上限。",
      next: "找一找只增不减的东西：从不清空的列表，或者循环里每一轮都新开的线程。",
    },
  },
  "output-limit": {
    en: {
      title: "Printed too much",
      means: "The program printed more than is kept, and was stopped.",
      next: "Take out prints that stand inside loops, or print only the first few rounds.",
    },
    "zh-CN": {
      title: "输出超限",
      means: "程序输出的内容超过上限，已被停止。",
      next: "去掉循环里的打印语句，或者只打印前几轮。",
    },
  },
  "internal-error": {
    en: {
      title: "Our fault, not yours",
      means: "Something on our side failed, so your solution could not be judged. This attempt does not count.",
      next: "Submit again. If it happens twice, tell your instructor the number of the submission.",
    },
    "zh-CN": {
      title: "是我们的问题",
      means: "系统这边出了故障，没能评判你的代码。这次提交不计入。",
      next: "请再提交一次。如果又遇到，请把提交编号告诉老师。",
    },
  },
};
