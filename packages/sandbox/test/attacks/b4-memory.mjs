// Takes memory here, in one child while the parent answers, or spread over children, each below the limit.
import { spawn } from "node:child_process";
import { once } from "node:events";

const taking = (mebibytes) =>
  `const keep = []; for (let n = 0; n < ${mebibytes}; n++) keep.push(Buffer.alloc(2 ** 20, 1)); console.log("taken"); setTimeout(() => {}, 60000)`;
const child = (mebibytes) =>
  spawn(process.execPath, ["-e", taking(mebibytes)], { stdio: ["ignore", "pipe", "ignore"] });

export async function attack(how) {
  switch (how) {
    case "heap": {
      const keep = [];
      for (;;) keep.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
    }
    case "buffers": {
      const keep = [];
      for (;;) keep.push(Buffer.alloc(8 * 2 ** 20, 1));
    }
    case "child":
      await once(child(600), "exit");
      return "the parent answers as if nothing had been";
    default:
      await Promise.all(Array.from({ length: 6 }, () => once(child(80).stdout, "data")));
      await new Promise((resolve) => setTimeout(resolve, 200));
      return "spread";
  }
}
