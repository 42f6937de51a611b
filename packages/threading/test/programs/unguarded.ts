import { Thread } from "../../src/index.ts";

/** Starts a thread whenever it is loaded, as a program without a main guard does. */
export function greet(): string {
  return "hello";
}

new Thread({ target: greet, name: "greeter" }).start();

export function main(): string {
  return "never comes so far";
}
