import { Cell, i32, struct } from "@lockstep/memory";
import { activeCount, currentThread, enumerate, sleep, Thread } from "../../src/index.ts";

/** The programs of the README, as they stand there. */
export function sigh(who: string, durationMs: number): string {
  sleep(durationMs);
  return `${who} is over`;
}
export class Sigh extends Thread<[], string> {
  readonly who: string;
  constructor(who: string) {
    super({ name: who });
    this.who = who;
  }
  override run(): string {
    return sigh(this.who, 3);
  }
}
export function twoWays(): string {
  const first = new Thread({ target: sigh, args: ["first", 3] });
  const second = new Sigh("second");
  first.start();
  second.start();
  return `main goes on; ${first.result()}; ${second.result()}`;
}

export function joinsAll(unitMs: number): string {
  const beganMs = performance.now();
  const threads = [1, 2, 3].map((n) => new Thread({ target: sigh, args: [`thread ${n}`, n * unitMs] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  const tookMs = performance.now() - beganMs;
  return `all three over after at least ${tookMs >= 3 * unitMs ? 3 : 0} units`;
}

const Purse = struct("Purse", { money: i32 });
let money = 100;
export function spend(purse: InstanceType<typeof Purse>): void {
  money = 666; // this thread's own
  purse.money = money; // everybody's
}
export function sharedPurse(): string {
  const purse = new Purse({ money });
  const thread = new Thread({ target: spend, args: [purse] });
  thread.start();
  thread.join();
  return `variable: ${money}, struct: ${purse.money}`;
}

export function answer(gate: Cell): string {
  while (gate.load() === 0) gate.park(0);
  return currentThread().name;
}
export function rollCall(): string {
  const gate = new Cell();
  const threads = ["Ann", "Bo"].map((name) => new Thread({ target: answer, args: [gate], name }));
  for (const thread of threads) thread.start();
  const alive = `${activeCount()} alive: ${enumerate().join(", ")}`;
  gate.store(1);
  gate.unpark();
  return `${alive}; ${threads.map((thread) => thread.result()).join(" and ")} answered; ${activeCount()} alive`;
}

const Log = struct("Log", { ended: Cell });
export function work(log: InstanceType<typeof Log>, durationMs: number): void {
  sleep(durationMs);
  log.ended.add(1);
}
/** A daemon that would sleep for an hour, beside a worker: the program ends with the worker. */
export function lastOneOut(): string {
  const log = new Log();
  new Thread({ target: work, args: [log, 3_600_000], daemon: true }).start();
  const worker = new Thread({ target: work, args: [log, 3] });
  worker.start();
  worker.join();
  return `ended: ${log.ended.load()} of 2`;
}

const Room = struct("Room", { inside: Cell });
export async function waitForAll(room: InstanceType<typeof Room>, count: number): Promise<void> {
  room.inside.add(1);
  room.inside.unpark();
  for (let inside = 0; inside < count; inside = room.inside.load()) await room.inside.parkAsync(inside);
}
export function manyWait(count: number): string {
  const room = new Room();
  const threads = Array.from({ length: count }, () => new Thread({ target: waitForAll, args: [room, count] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
  return `${room.inside.load()} waited at the same time`;
}
