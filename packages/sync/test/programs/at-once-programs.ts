import { Event, Latch, Lock } from "@lockstep/sync";
import { sleepAsync, Thread } from "@lockstep/threading";

/** Two things that never come. */
export async function neitherComes(): Promise<void> {
  const bell = new Event({ name: "bell" });
  const door = new Latch(1, { name: "door" });
  await Promise.all([bell.waitAsync(), door.waitAsync(), bell.waitAsync()]);
}

const left = new Lock({ name: "left" });
const right = new Lock({ name: "right" });

async function both(first: Lock, second: Lock): Promise<void> {
  await first.withLockAsync(async () => {
    await sleepAsync(1);
    await second.withLockAsync(() => undefined);
  });
}

/** Two coroutines of one thread take two locks in two orders. */
export async function crossed(): Promise<void> {
  await Promise.all([both(left, right), both(right, left)]);
}

/** Sleeps side by side: 300 ms, then 300 more; and 500. Answers when they ended, the first first. */
export async function naps(): Promise<readonly number[]> {
  const ends: number[] = [];
  const nap = async (durationMs: number, endMs: number) => {
    await sleepAsync(durationMs);
    ends.push(endMs);
  };
  await Promise.all([nap(300, 300).then(() => nap(300, 600)), nap(500, 500)]);
  return ends;
}

const asked = new Event({ name: "asked" });
const answered = new Event({ name: "answered" });

async function answer(): Promise<void> {
  await asked.waitAsync();
  answered.set();
}

export async function clerk(lock: Lock): Promise<void> {
  await Promise.all([lock.withLockAsync(() => asked.set()), answered.waitAsync()]);
}

/** Two threads of two coroutines each, which need one another. */
export async function several(): Promise<boolean> {
  const lock = new Lock({ name: "desk" });
  const thread = new Thread({ target: clerk, args: [lock], name: "clerk" });
  thread.start();
  await Promise.all([answer(), lock.withLockAsync(() => undefined), thread.joinAsync()]);
  return answered.isSet;
}

/** A timer of the platform comes first. */
export async function timer(): Promise<string> {
  const bell = new Event({ name: "bell" });
  const late = new Promise<string>((done) => void setTimeout(() => done("late"), 5));
  return Promise.race([bell.waitAsync().then(() => "rung"), late]);
}

/** One of its promises fails while it awaits what never comes; another thread could go on. */
export async function failsMeanwhile(): Promise<void> {
  const bell = new Event({ name: "bell" });
  const other = new Thread({ target: turns, name: "other" });
  other.start();
  void fail();
  await bell.waitAsync();
}
async function fail(): Promise<never> {
  await Promise.resolve();
  throw new Error("in vain");
}
export function turns(): void {
  const door = new Lock({ name: "door" });
  for (let turn = 0; turn < 20; turn++) door.withLock(() => undefined);
}

/** Sleeps while a timer of the platform ticks. */
export async function sleepsBesideTimer(): Promise<string> {
  const ticks = setInterval(() => undefined, 1);
  await sleepAsync(5);
  clearInterval(ticks);
  return "over";
}

/** Nothing but a signal of the platform ends its wait. */
export async function givesUp(): Promise<string> {
  const bell = new Event({ name: "bell" });
  return bell.waitAsync({ signal: AbortSignal.timeout(5) }).then(
    () => "rung",
    (error: unknown) => Object(error).name,
  );
}

/** Nothing but a message to itself rings its bell, and other threads wait for that. */
export async function writesToItself(): Promise<number> {
  const bell = new Event({ name: "bell" });
  const { port1, port2 } = new MessageChannel();
  port2.addEventListener("message", ({ data }) => {
    if (data < 3) port1.postMessage(data + 1);
    else bell.set();
  });
  port2.start();
  const thread = new Thread({ target: hears, args: [bell], name: "hears" });
  thread.start();
  port1.postMessage(1);
  await bell.waitAsync();
  port2.close();
  return thread.resultAsync();
}
export function hears(bell: InstanceType<typeof Event>): number {
  bell.wait();
  return 3;
}

/** Listens to a channel on which nobody speaks. */
export async function listensInVain(): Promise<void> {
  const bell = new Event({ name: "bell" });
  const { port2 } = new MessageChannel();
  port2.addEventListener("message", () => bell.set());
  port2.start();
  await bell.waitAsync();
}

/** Says something, which opens a port for a while, and waits for what never comes. */
export async function speaksInVain(): Promise<void> {
  const bell = new Event({ name: "bell" });
  process.stdout.write("");
  console.log("spoken in vain");
  await bell.waitAsync();
}

/** A timer has come, which helps nobody. */
export async function ringsInVain(): Promise<void> {
  const bell = new Event({ name: "bell" });
  setTimeout(() => undefined, 5);
  await bell.waitAsync();
}
