import type { Localised } from "@lockstep/contracts";
import type { LessonSlug, OutlineExercise } from "./lesson-meta.ts";

/** A lesson that can be read, with what can be done after it. */
export interface OutlineLesson {
  readonly slug: LessonSlug;
  readonly title: Localised;
  readonly summary: Localised;
  readonly exercises: readonly OutlineExercise[];
}

/** A unit of the course. One without lessons is still to come; see `isComing`. */
export interface OutlineUnit {
  readonly number: number;
  readonly title: Localised;
  readonly summary: Localised;
  readonly lessons: readonly OutlineLesson[];
}

/** Whether nothing of the unit can be opened yet. Pages say so instead of linking to it. */
export function isComing(unit: OutlineUnit): boolean {
  return unit.lessons.length === 0;
}

/** The course in reading order. Lists only lessons and exercises that exist. */
export const outline: readonly OutlineUnit[] = [
  {
    number: 1,
    title: { en: "Processes", "zh-CN": "进程" },
    summary: {
      en: "Programs side by side, each with a memory of its own: starting them, waiting for them, and sharing without harm.",
      "zh-CN": "多个程序并肩运行，内存各自独立：怎样启动、怎样等待，又怎样安全地共用同一样东西。",
    },
    lessons: [
      {
        slug: "mutual-exclusion",
        title: { en: "Mutual exclusion", "zh-CN": "互斥" },
        summary: {
          en: "A ticket office sells one ticket twice. Find the moment it goes wrong, and close it with a lock.",
          "zh-CN": "售票处把一张票卖了两次。找出出错的那一瞬间，再用锁把它堵上。",
        },
        exercises: [{ slug: "ticket-office", title: { en: "The ticket office", "zh-CN": "售票处" } }],
      },
    ],
  },
  {
    number: 2,
    title: { en: "Threads", "zh-CN": "线程" },
    summary: {
      en: "Several threads in one process: locks, semaphores, events and queues, and how threads come to wait for one another for ever.",
      "zh-CN": "一个进程里的多个线程：锁、信号量、事件和队列，以及线程是怎样互相等到天荒地老的。",
    },
    lessons: [],
  },
  {
    number: 3,
    title: { en: "Pools", "zh-CN": "线程池与进程池" },
    summary: {
      en: "A fixed number of workers for any number of tasks, and results that arrive later.",
      "zh-CN": "固定数量的工作者，处理任意多的任务；结果稍后再取。",
    },
    lessons: [],
  },
  {
    number: 4,
    title: { en: "Coroutines", "zh-CN": "协程" },
    summary: {
      en: "Many tasks on one thread, each giving way when it has to wait.",
      "zh-CN": "许多任务共用一个线程，谁要等待，谁就先让一让。",
    },
    lessons: [],
  },
  {
    number: 5,
    title: { en: "IO models", "zh-CN": "IO 模型" },
    summary: {
      en: "Blocking, non-blocking, multiplexed, signal-driven and asynchronous: five ways to wait for the network.",
      "zh-CN": "阻塞、非阻塞、多路复用、信号驱动、异步：等待网络的五种方式。",
    },
    lessons: [],
  },
  {
    number: 6,
    title: { en: "Classics, and build your own", "zh-CN": "经典问题与自己动手" },
    summary: {
      en: "Philosophers at dinner, readers and writers, a barber who sleeps; then a lock that you build yourself.",
      "zh-CN": "哲学家就餐、读者与写者、打瞌睡的理发师；最后，自己造一把锁。",
    },
    lessons: [],
  },
];
