import { expect, test } from "vitest";
import { linesOf } from "../boot/processes/lines.ts";

async function read(chunks: Iterable<string>, bytesMax = 8) {
  let taken = 0;
  const input = (async function* () {
    for (const chunk of chunks) {
      taken++;
      yield await Promise.resolve(Buffer.from(chunk, "latin1"));
    }
  })();
  const lines = linesOf(input, bytesMax);
  const seen: string[] = [];
  for (;;) {
    const { done, value } = await lines.next(); // one after another: that is what is tested
    if (done) return { seen, end: value, taken };
    seen.push(value);
  }
}

test("lines are put together of pieces, and also of pieces of one character", async () => {
  const bytes = Buffer.from("aé\n\nb\u2028\n").toString("latin1");
  const whole = { seen: ["aé", "", "b\u2028"], end: "ended" };
  expect(await read([bytes])).toMatchObject(whole);
  expect(await read(bytes)).toMatchObject(whole);
});

test("what has no end of a line is no line", async () => {
  expect(await read(["a\nb"])).toMatchObject({ seen: ["a"], end: "ended" });
});

test("a line that is too long ends it as soon as that is known", async () => {
  const endless = Array.from({ length: 1000 }, () => "abc");
  expect(await read(endless)).toEqual({ seen: [], end: "too-long", taken: 3 });
  expect(await read(["12345678\n", "123456789\n", "a\n"])).toMatchObject({ seen: ["12345678"], end: "too-long" });
});

test("who can't be read any more has ended", async () => {
  const broken = (async function* () {
    yield await Promise.resolve(Buffer.from("a\n"));
    throw new Error("reset");
  })();
  const lines = linesOf(broken, 8);
  expect([await lines.next(), await lines.next()]).toEqual([
    { done: false, value: "a" },
    { done: true, value: "ended" },
  ]);
});
