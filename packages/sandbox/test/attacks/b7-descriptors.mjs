import { openSync } from "node:fs";

export function attack() {
  for (let n = 0; ; n++) {
    try {
      openSync("/dev/null");
    } catch (error) {
      return { n, code: error.code };
    }
  }
}
