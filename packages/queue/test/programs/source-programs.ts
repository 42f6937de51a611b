import { Cell, struct } from "@lockstep/memory";
import { Thread } from "@lockstep/threading";
import { JoinableQueue, LifoQueue, PriorityQueue, Queue } from "../../src/index.ts";

/** The programs of the README, as they stand there. */
export function threeQueues(): string {
  const fifo = new Queue<number>(3);
  const lifo = new LifoQueue<number>();
  const ward = new PriorityQueue<readonly [number, string]>();
  for (const item of [1, 2, 3]) {
    fifo.put(item);
    lifo.put(item);
  }
  ward.put([10, "cough"]);
  ward.put([100, "check-up"]);
  ward.put([0, "broken arm"]);
  ward.put([-5, "heart"]);
  const [urgency, what] = ward.get();
  return `fifo: ${fifo.get()}, lifo: ${lifo.get()}, priority: ${urgency} ${what}`;
}

const Post = struct("Post", { box: Queue.of<number>(5) });
export function collect(post: InstanceType<typeof Post>): void {
  post.box.get();
}
export function mailbox(): string {
  const post = new Post();
  for (let letter = 1; letter <= 5; letter++) post.box.put(letter);
  const was = `full: ${post.box.full}`;
  const postman = new Thread({ target: collect, args: [post] });
  postman.start();
  post.box.put(6); // waits until the postman has taken one
  const letters = [1, 2, 3, 4, 5].map(() => post.box.get());
  try {
    post.box.getFor(3);
  } catch (error) {
    return `${was}; then ${letters.join(", ")}; then ${error instanceof Error && error.name}`;
  }
  return "never";
}

const Kitchen = struct("Kitchen", { dishes: JoinableQueue.of<string>(3), eaten: Cell });
type KitchenObject = InstanceType<typeof Kitchen>;
export function cook(kitchen: KitchenObject, name: string): void {
  for (let n = 1; n <= 5; n++) kitchen.dishes.put(`${name}'s dumpling ${n}`);
}
export function eat(kitchen: KitchenObject): void {
  for (;;) {
    kitchen.dishes.get();
    kitchen.eaten.add(1);
    kitchen.dishes.taskDone();
  }
}
export function dumplings(): string {
  const kitchen = new Kitchen();
  const cooks = ["Ann", "Bo"].map((name) => new Thread({ target: cook, args: [kitchen, name] }));
  const eaters = [1, 2].map(() => new Thread({ target: eat, args: [kitchen], daemon: true }));
  for (const thread of [...cooks, ...eaters]) thread.start();
  for (const thread of cooks) thread.join(); // all is put
  kitchen.dishes.join(); // all is eaten; the eaters wait for more, and end with the program
  return `eaten: ${kitchen.eaten.load()}`;
}
