import type { Reason } from "@lockstep/contracts";
import type { Explanations } from "./explanation.ts";

/** What each reason means: the property that broke, and where to look. */
export const reasonTexts: Explanations<Reason> = {
  race: {
    en: {
      title: "The result depends on who comes first",
      means:
        "Two threads each did the right thing, but a step of one fell between two steps of the other that belong together.",
      next: "Find the question and the action that relies on its answer. Both must happen while the same lock is held.",
    },
    "zh-CN": {
      title: "结果取决于谁先到",
      means: "两个线程各自都没做错，可其中一个的某一步，恰好插进了另一个本该连在一起的两步之间。",
      next: "找到“先检查”和“再行动”这两步，它们必须在同一把锁里面完成。",
    },
  },
  "data-race": {
    en: {
      title: "Data race: nothing orders two accesses",
      means:
        "Two threads touch the same field, at least one of them writes, and neither waits for the other. What is read then is not promised, even where the numbers fit.",
      next: "Read and write the field only while the same lock is held, in every thread, or use a Cell, whose steps are whole.",
    },
    "zh-CN": {
      title: "数据竞争：两次访问之间没有先后",
      means: "两个线程碰了同一个字段，至少有一个在写，而且谁也没有等谁。这时读到什么并无保证，哪怕数字碰巧对上了。",
      next: "每个线程都只在持有同一把锁的时候读写这个字段；或者改用 Cell，它的每一步都是完整的。",
    },
  },
  "lost-update": {
    en: {
      title: "An update was lost",
      means: "Two threads read the same value, each changed it, and the second write wiped out the first.",
      next: "Reading, changing and writing back must be one unit: hold the lock from before the read until after the write.",
    },
    "zh-CN": {
      title: "有一次更新丢了",
      means: "两个线程读到同一个值，各自改完写回去，后写的把先写的盖掉了。",
      next: "读、改、写要连成一体：在读之前就拿到锁，写完以后再放。",
    },
  },
  deadlock: {
    en: {
      title: "Deadlock: nobody can go on",
      means:
        "Each thread that is left waits for something only another waiting thread, or one that has ended, could give.",
      next: "Look at who waits for whom, and who could end each wait. Take locks in one fixed order everywhere, release each one also when an error is thrown, and wake everybody who can go on.",
    },
    "zh-CN": {
      title: "死锁：谁也走不下去",
      means: "剩下的每个线程都在等，而能让它继续的，只有另一个同样在等的线程，或者一个已经结束的线程。",
      next: "看看谁在等谁，每个等待又该由谁来结束。所有地方都按同一个顺序取锁，抛出异常时也要释放；能继续走的线程，都要有人叫醒。",
    },
  },
  "lost-wake-up": {
    en: {
      title: "A wake-up was lost",
      means: "A thread was notified just before it went to sleep, so it sleeps for ever.",
      next: "Check the condition and go to sleep under the same lock, in a loop around the condition.",
    },
    "zh-CN": {
      title: "错过了唤醒",
      means: "通知发出时，线程还没睡下；等它睡下，就再也没有人来叫它了。",
      next: "检查条件和睡下要在同一把锁里完成，并且放在围绕条件的循环中。",
    },
  },
  livelock: {
    en: {
      title: "Livelock: all move, none gets anywhere",
      means: "The threads keep giving way to one another, or keep asking, without any of them getting further.",
      next: "Let a thread that cannot go on sleep until something changes, rather than try again at once.",
    },
    "zh-CN": {
      title: "活锁：都在动，却都没有进展",
      means: "线程们不停地互相谦让，或者不停地询问，却没有一个真正往前走。",
      next: "走不下去的线程应该睡下，等情况变化再醒来，而不是立刻重试。",
    },
  },
  starvation: {
    en: {
      title: "One thread is never served",
      means: "Others overtook one thread again and again, so that it never got its turn.",
      next: "Serve waiters in the order in which they asked, or bound how often a newcomer may overtake.",
    },
    "zh-CN": {
      title: "有一个线程总也轮不到",
      means: "别的线程一次又一次抢在它前面，它始终没有等到自己的机会。",
      next: "按到达的先后来服务，或者限制后来者插队的次数。",
    },
  },
  "lock-held": {
    en: {
      title: "A lock was never released",
      means: "A thread ended while it still held a lock. Whoever comes next waits for ever.",
      next: "Release in `finally`, so that it happens also when the code in between throws or returns early.",
    },
    "zh-CN": {
      title: "有一把锁没有释放",
      means: "线程结束时手里还握着锁，后来的人只能一直等下去。",
      next: "把释放写进 `finally`，这样即使中途抛出异常或提前返回，锁也会放开。",
    },
  },
  order: {
    en: {
      title: "Things happened in the wrong order",
      means: "Each step took place, but not in the order that was asked for.",
      next: "Ask what makes the later step wait for the earlier one. If nothing does, luck decides.",
    },
    "zh-CN": {
      title: "顺序不对",
      means: "每一步都做了，但先后顺序不符合要求。",
      next: "问一问：是什么让后面的步骤等待前面的步骤？如果什么都没有，那就只能靠运气了。",
    },
  },
  "not-parallel": {
    en: {
      title: "Too little runs in parallel",
      means: "More cores make it hardly any faster: for most of the time only one thread is at work.",
      next: "See whether a lock is held around the computation itself, whether each thread is joined before the next starts, or whether one thread has much more to do than the others.",
    },
    "zh-CN": {
      title: "并行得不够",
      means: "给了更多的核心，也没快多少：大部分时间只有一个线程在干活。",
      next: "看看是不是把计算本身也锁住了，是不是每开一个线程就先等它结束，或者有一个线程分到的活比别人多得多。",
    },
  },
  "not-overlapped": {
    en: {
      title: "Waits stand in line instead of overlapping",
      means: "Slow steps that disturb nobody were made to wait for one another.",
      next: "Begin every wait that you can before you stand still for one. Where there is a lock, take it as late and give it back as early as you can: slow work that touches nothing shared belongs outside.",
    },
    "zh-CN": {
      title: "等待没有重叠，而是排起了队",
      means: "有些慢操作互不妨碍，却被迫一个等一个。",
      next: "能开始的等待都先开始，再停下来等其中一个。如果用了锁，就尽量晚拿、早放：不碰共享数据的慢操作，应该放在锁外面。",
    },
  },
  "busy-wait": {
    en: {
      title: "Waiting burns the processor",
      means: "A thread asks again and again in a loop instead of sleeping until it is woken.",
      next: "Use a primitive that puts the thread to sleep: a lock, a condition, an event, a queue.",
    },
    "zh-CN": {
      title: "忙等：等待时空耗 CPU",
      means: "线程在循环里反复询问，而不是睡下等人唤醒。",
      next: "换成能让线程睡下的原语：锁、条件变量、事件或队列。",
    },
  },
  protocol: {
    en: {
      title: "The contract was not kept",
      means:
        "A function was called in a way, or gave an answer, that the exercise rules out, or the program ended before its work was over.",
      next: "Read the contract in the statement once more, with the case's words beside it.",
    },
    "zh-CN": {
      title: "没有遵守约定",
      means: "某个函数的调用方式或返回值不符合题目的约定，或者程序没做完就自己结束了。",
      next: "对照用例里的说法，把题目中的约定再读一遍。",
    },
  },
  leak: {
    en: {
      title: "Something was left behind",
      means: "When everything was over, a thread, a process or another resource was still there.",
      next: "For each thing you start or open, find the line that ends or closes it, also after an error.",
    },
    "zh-CN": {
      title: "有东西没有收拾",
      means: "一切结束以后，还有线程、进程或其他资源留着没有释放。",
      next: "对每一个启动或打开的东西，找到结束或关闭它的那一行；出错时也要走得到。",
    },
  },
  "wrong-result": {
    en: {
      title: "The result is wrong",
      means: "The answer differs from what the statement asks for. It need not have to do with threads.",
      next: "Walk through the smallest input by hand: with one thread first, then with two.",
    },
    "zh-CN": {
      title: "结果不对",
      means: "得到的答案和题目要求的不一样，不一定是线程的缘故。",
      next: "拿最小的输入手工走一遍：先只用一个线程，再用两个。",
    },
  },
  "uncaught-error": {
    en: {
      title: "An error left your function",
      means: "Your code threw an error, or let one through, where none was expected.",
      next: "Find the line in the error's text. If the error is expected to pass, make sure that everything is given back first.",
    },
    "zh-CN": {
      title: "有异常从你的函数里漏了出来",
      means: "在不该出错的地方，你的代码抛出了异常，或者没有拦住它。",
      next: "按错误信息找到那一行。如果异常本来就该往外传，先确认该还的都已经还了。",
    },
  },
  limit: {
    en: {
      title: "A limit was reached",
      means: "The run used more time, memory or output than this exercise allows.",
      next: "Look for a wait without an end, or for something that only grows.",
    },
    "zh-CN": {
      title: "超出了限制",
      means: "运行所用的时间、内存或输出超过了本题的上限。",
      next: "找一找没有尽头的等待，或者只增不减的东西。",
    },
  },
};
