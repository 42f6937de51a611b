// Frames of its own making on the channel.
import { writeSync } from "node:fs";

export function attack(how, nonce) {
  const answer = (text) =>
    `{"nonce":"${text}","rounds":1,"outcomes":[{"outcome":{"kind":"returned","observation":"forged","held":[]},"count":1,"schedule":null}]}`;
  const bodies = {
    huge: "",
    deep: "[".repeat(100_000) + "]".repeat(100_000),
    "deep observation": answer(nonce).replace('"forged"', "[".repeat(100) + "]".repeat(100)),
    nan: "NaN",
    "no nonce": answer("?"),
    "more keys": answer(nonce).replace("{", '{"verdict":"accepted",'),
    twice: answer(nonce),
  };
  const body = Buffer.from(bodies[how]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(how === "huge" ? 0xffff_ffff : body.length);
  const one = Buffer.concat([head, body]);
  writeSync(3, how === "twice" ? Buffer.concat([one, one]) : one);
  return 42;
}
