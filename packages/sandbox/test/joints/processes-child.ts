// A child process in a box: the same locked realm as a worker, the same student's module, shared memory of its parent's.
import { futexWait, futexWake, mapSharedMemory, RobustMutex } from "@lockstep/os";
import { CompartmentHost, lockRealm, studentPackages } from "@lockstep/realm";
import { readSync, writeSync } from "node:fs";
import { FutexLock } from "./futex-lock.ts";
import { BYTES, CHILD, MUTEX_OFFSET, type Orders, WORD } from "./process-layout.ts";

const { address, buffer } = mapSharedMemory(CHILD.memory, BYTES);
const words = new Int32Array(buffer);
lockRealm();
const packages = studentPackages();

let text = "";
while (!text.endsWith("\n")) {
  const chunk = Buffer.alloc(2 ** 16);
  const got = readSync(CHILD.talk, chunk);
  if (got === 0) process.exit(0);
  text += chunk.toString("utf8", 0, got);
}
const { student, work, times }: Orders = JSON.parse(text);
const host = new CompartmentHost({
  student,
  trusted: null,
  packages,
  trustedPackages: packages,
  globals: {},
});
host.reset(false);
const { step, realm } = host.load(student.name);
if (typeof step !== "function" || typeof realm !== "function") throw new Error("the module lacks step or realm");
const tell = (value: unknown) => writeSync(CHILD.talk, `${JSON.stringify(value)}\n`);

// All start together: what the lock is for has to happen.
Atomics.add(words, WORD.arrived, 1);
futexWake(address + 4 * WORD.arrived);
while (Atomics.load(words, WORD.go) === 0) futexWait(address + 4 * WORD.go, 0);

const mutex = new RobustMutex(address + MUTEX_OFFSET);
if (work === "die") {
  mutex.acquire();
  words[WORD.guarded] = -1; // half done
  tell("holding");
  for (;;) futexWait(address + 4 * WORD.go, 1);
}
const lock = new FutexLock(words, WORD.lock, address);
for (let time = 0; time < times; time++) {
  lock.acquire();
  // Read, slept on, written: without the lock the other process comes in between, on one core too.
  const next = Number(step(words[WORD.counter]));
  futexWait(address + 4 * WORD.never, 0, 0.01);
  words[WORD.counter] = next;
  lock.release();
}
tell({ realm: realm(), frozen: Object.isFrozen(Array.prototype), dates: typeof Date.now });
