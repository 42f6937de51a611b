import { Cell, f64, i32, I32Array, struct } from "@lockstep/memory";
import { currentThread, mainThread, Thread } from "../../src/index.ts";

/** Programs for the tests of Thread: each exported function without a parameter for a thread is run as a main thread. */
const Shared = struct("Shared", { count: i32, seen: i32, real: f64 });
type SharedObject = InstanceType<typeof Shared>;

/** Made by whoever evaluates this module first; every thread has the same one. */
const everybody = new Shared({ count: 100 });
let own = 0;

function run(...threads: readonly Thread[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.join();
}

function codeOf(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
}

export function add(shared: SharedObject, amount: number): void {
  shared.count += amount;
}

export function nothing(): void {}

export function seesTheSame(): number {
  const shared = new Shared({ count: 1 });
  run(new Thread({ target: add, args: [shared, 41] }));
  return shared.count;
}

export function touchModule(answer: SharedObject): void {
  own += 1;
  everybody.count += 1;
  answer.seen = own;
}

/** Module state of a thread: plain variables are its own, shared objects are everybody's. */
export function moduleState(): { own: number; ofThread: number; everybody: number } {
  own = 50;
  const answer = new Shared();
  run(new Thread({ target: touchModule, args: [answer] }));
  run(new Thread({ target: touchModule, args: [answer] }));
  return { own, ofThread: answer.seen, everybody: everybody.count };
}

export function takeApart(parts: readonly { shared: SharedObject; text: string }[], second: number): void {
  for (const { shared, text } of parts) shared.count = text.length + second;
}

export function nestedArgs(): number {
  const shared = new Shared();
  run(new Thread({ target: takeApart, args: [[{ shared, text: "four" }], 10] }));
  return shared.count;
}

export function names(): unknown {
  const given = new Thread({ target: nothing, name: "clerk" });
  const plain = new Thread({ target: nothing });
  const before = [given.name, given.ident, given.isAlive, given.toString()];
  run(given, plain);
  return { before, after: [given.ident, given.isAlive, given.toString()], plain: plain.name };
}

export function whoAmI(answer: SharedObject): void {
  answer.seen = currentThread().ident;
}

export function identities(): unknown {
  const answer = new Shared();
  const thread = new Thread({ target: whoAmI, args: [answer] });
  run(thread);
  return {
    main: [currentThread().ident, currentThread().name, currentThread().daemon],
    same: currentThread().ident === mainThread().ident,
    other: answer.seen === thread.ident,
  };
}

export function misuse(): unknown {
  const thread = new Thread({ target: nothing });
  const early = codeOf(() => thread.join());
  run(thread);
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- a function inside a function is what is refused
  const local = () => 0;
  return {
    early,
    twice: codeOf(() => thread.start()),
    closure: codeOf(() => run(new Thread({ target: local }))),
    functionAsArg: codeOf(() => run(new Thread({ target: takeApart, args: JSON.parse("[]").concat(local) }))),
    negative: codeOf(() => thread.join(-1)),
  };
}

export function sleepOn(cell: Cell): void {
  while (cell.load() === 0) cell.park(0);
}

export function joinsForAWhile(): unknown {
  const cell = new Cell();
  const thread = new Thread({ target: sleepOn, args: [cell] });
  thread.start();
  const early = thread.join(5);
  const alive = thread.isAlive;
  cell.store(1);
  cell.unpark();
  return [early, alive, thread.join(), thread.isAlive];
}

/** A daemon sleeps for ever; the program ends all the same. */
export function leavesADaemon(): boolean {
  const thread = new Thread({ target: sleepOn, args: [new Cell()], daemon: true });
  thread.start();
  return thread.daemon;
}

export function addLater(shared: SharedObject, cell: Cell): void {
  sleepOn(cell);
  shared.count = 7;
}

/** Main returns while a thread still works. */
export function returnsEarly(): void {
  const cell = new Cell();
  new Thread({ target: addLater, args: [everybody, cell], name: "late" }).start();
  cell.store(1);
  cell.unpark();
}

export function fail(): void {
  throw new RangeError("out of paper");
}

export function failsInAThread(): string {
  run(new Thread({ target: fail, name: "printer" }));
  return "main went on";
}

export async function failLater(): Promise<void> {
  void Promise.reject(new RangeError("nobody looks"));
}

export function startChild(shared: SharedObject): void {
  run(new Thread({ target: add, args: [shared, 5] }));
}

export function grandchild(): number {
  const shared = new Shared();
  run(new Thread({ target: startChild, args: [shared] }));
  return shared.count;
}

export function fill(row: I32Array, index: number): void {
  row.set(index, index * index);
}

export function sharesARow(): unknown {
  const row = new I32Array(4);
  run(...[0, 1, 2, 3].map((index) => new Thread({ target: fill, args: [row, index] })));
  return { row: row.toArray(), outside: codeOf(() => row.get(4)) };
}
