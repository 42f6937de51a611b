import type { Localised } from "@lockstep/contracts";
import type { LessonSlug } from "./lesson-slug.ts";

/** A lesson that can be read. Its exercises are those that name it as their `lesson` in `exercise.json`. */
export interface OutlineLesson {
  readonly slug: LessonSlug;
  readonly title: Localised;
  /** One sentence for lists and search results. */
  readonly summary: Localised;
  /** Row of the curriculum, such as `P10`. */
  readonly curriculum: string;
  /** Time to read and try it, in minutes. */
  readonly readingMinutes: number;
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

/** A lesson with the unit it stands in. */
export function findLesson(slug: LessonSlug): { readonly unit: OutlineUnit; readonly lesson: OutlineLesson } {
  for (const unit of outline) {
    const lesson = unit.lessons.find((one) => one.slug === slug);
    if (lesson !== undefined) return { unit, lesson };
  }
  throw new Error(`the outline lacks the lesson ${slug}`); // a test compares the two lists
}

/** The course in reading order. Lists only lessons that exist. */
export const outline: readonly OutlineUnit[] = [
  {
    number: 0,
    title: { en: "First steps", "zh-CN": "起步" },
    summary: {
      en: "What a thread is, how to start one, and how to read what this site tells you about your program.",
      "zh-CN": "线程是什么，怎样启动一个线程，以及怎样读懂本站给你程序的判定。",
    },
    lessons: [
      {
        slug: "first-steps",
        title: { en: "Your first thread", "zh-CN": "第一个线程" },
        summary: {
          en: "Start a thread, wait for it, and learn to read a verdict and a schedule.",
          "zh-CN": "启动一个线程，等它结束，并学会读判定和执行顺序。",
        },
        curriculum: "U0",
        readingMinutes: 15,
      },
    ],
  },
  {
    number: 1,
    title: { en: "Processes", "zh-CN": "进程" },
    summary: {
      en: "Programs side by side, each with a memory of its own: starting them, waiting for them, and sharing without harm.",
      "zh-CN": "多个程序并肩运行，内存各自独立：怎样启动、怎样等待，又怎样安全地共用同一样东西。",
    },
    lessons: [],
  },
  {
    number: 2,
    title: { en: "Threads", "zh-CN": "线程" },
    summary: {
      en: "Several threads in one process: locks, semaphores, events and queues, and how threads come to wait for one another for ever.",
      "zh-CN": "一个进程里的多个线程：锁、信号量、事件和队列，以及线程是怎样互相等到天荒地老的。",
    },
    lessons: [
      {
        slug: "lost-update",
        title: { en: "Lost updates and the lock", "zh-CN": "丢失的更新与锁" },
        summary: {
          en: "Four children take a hundred sweets, and some are left. Find out why, and put a lock on it.",
          "zh-CN": "四个孩子取走一百颗糖，罐子里却还有剩。找出原因，用锁来解决。",
        },
        curriculum: "T7",
        readingMinutes: 20,
      },
      {
        slug: "mutual-exclusion",
        title: { en: "Mutual exclusion", "zh-CN": "互斥" },
        summary: {
          en: "A ticket office sells one ticket twice. Find the moment it goes wrong, and close it with a lock.",
          "zh-CN": "售票处把一张票卖了两次。找出出错的那一瞬间，再用锁把它堵上。",
        },
        curriculum: "P10",
        readingMinutes: 25,
      },
      {
        slug: "many-cores",
        title: { en: "Work for many cores", "zh-CN": "多核的活" },
        summary: {
          en: "Four threads, and no faster than one. Cut the work into equal slices, and let all of them be under way at once.",
          "zh-CN": "四个线程，却不比一个快。把活切成均匀的几段，让它们同时进行。",
        },
        curriculum: "T10a",
        readingMinutes: 20,
      },
      {
        slug: "io-bound",
        title: { en: "Waiting at the same time", "zh-CN": "同时等待" },
        summary: {
          en: "Four hundred answers, each of which takes its time. Wait for all of them at once, and keep to the server's limit.",
          "zh-CN": "四百个答案，个个都要等。同时等它们，又不超过服务器的上限。",
        },
        curriculum: "T10b",
        readingMinutes: 20,
      },
      {
        slug: "deadlock",
        title: { en: "Deadlock", "zh-CN": "死锁" },
        summary: {
          en: "Two clerks, two accounts, and nobody moves any more. Find the circle, and make it impossible.",
          "zh-CN": "两位柜员，两个账户，谁也动不了。找出那个圈，让它不可能出现。",
        },
        curriculum: "T11",
        readingMinutes: 25,
      },
      {
        slug: "semaphore",
        title: { en: "Semaphores", "zh-CN": "信号量" },
        summary: {
          en: "Five stalls, twenty carts: let in as many as fit, and never lose a stall.",
          "zh-CN": "五个隔间，二十辆车：放得下几辆就放几辆，一个隔间也不能丢。",
        },
        curriculum: "T13",
        readingMinutes: 20,
      },
      {
        slug: "event",
        title: { en: "Events and conditions", "zh-CN": "事件与条件变量" },
        summary: {
          en: "Twenty cars wait for one light. Let them sleep until it is green, and leave nobody behind.",
          "zh-CN": "二十辆车等一盏灯。让它们睡到灯绿，一辆也不落下。",
        },
        curriculum: "T14",
        readingMinutes: 25,
      },
    ],
  },
  {
    number: 3,
    title: { en: "Pools", "zh-CN": "线程池与进程池" },
    summary: {
      en: "A fixed number of workers for any number of tasks, and results that arrive later.",
      "zh-CN": "固定数量的工作者，处理任意多的任务；结果稍后再取。",
    },
    lessons: [
      {
        slug: "thread-pool",
        title: { en: "A pool of threads", "zh-CN": "线程池" },
        summary: {
          en: "A thread for each order breaks the bakery. Bake everything with five, in order, and close in the evening.",
          "zh-CN": "每份订单一个线程，面包房就垮了。用五个线程全部烤完，按次序交货，晚上打烊。",
        },
        curriculum: "L1",
        readingMinutes: 20,
      },
    ],
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
