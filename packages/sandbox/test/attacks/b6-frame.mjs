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
    "a hundred thousand": "{}",
  };
  const body = Buffer.from(bodies[how]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(how === "huge" ? 0xffff_ffff : body.length);
  const one = Buffer.concat([head, body]);
  const times = { twice: 2, "a hundred thousand": 100_000 }[how] ?? 1;
  for (let rest = Buffer.concat(Array.from({ length: times }, () => one)); rest.length > 0;)
    rest = rest.subarray(writeSync(3, rest));
  return 42;
}
