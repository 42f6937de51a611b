import { activeCount, currentThread, Thread } from "@lockstep/threading";

/** Says which thread it runs in. */
export function sayHello(): string {
  return `hello from ${currentThread().name}`;
}

export function main(): void {
  const thread = new Thread({ target: sayHello, name: "ada" });
  console.log(`run() says:   ${String(thread.run())}`); // an ordinary call: no other thread
  thread.start();
  console.log(`start() says: ${thread.result()}`); // waits for the thread, and asks what it answered
  console.log(`threads alive at the end: ${activeCount()}`);
}

if (import.meta.main) main();
