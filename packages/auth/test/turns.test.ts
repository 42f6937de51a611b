import { describe, expect, test } from "vitest";
import { Turns } from "../src/turns.ts";

/** Work that ends when it is told to. */
function piece() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const started = Promise.withResolvers<void>();
  const work = () => {
    started.resolve();
    return promise;
  };
  return { work, started: started.promise, end: resolve, fail: reject };
}

describe("turns", () => {
  test("come one after another under a key, in the order of asking, and at once under different ones", async () => {
    const turns = new Turns({ most: 10 });
    const seen: string[] = [];
    const [first, other] = [piece(), piece()];
    const one = turns.take("a", async () => {
      seen.push("one begins");
      await first.work();
      seen.push("one ends");
    });
    const two = turns.take("a", async () => void seen.push("two"));
    const three = turns.take("a", async () => void seen.push("three"));
    const elsewhere = turns.take("b", other.work);

    await Promise.all([first.started, other.started]);
    other.end("b");
    expect(await elsewhere).toBe("b");
    first.end("a");
    await Promise.all([one, two, three]);

    expect(seen).toEqual(["one begins", "one ends", "two", "three"]);
  });

  test("are passed on by what fails, and only whoever asked for that is told", async () => {
    const turns = new Turns({ most: 10 });
    const bad = piece();
    const failed = turns.take("a", bad.work);
    const next = turns.take("a", async () => "next");
    bad.fail(new Error("it failed"));

    await expect(failed).rejects.toThrow("it failed");
    expect(await next).toBe("next");
  });

  test("are refused where the line is full, until somebody has left it", async () => {
    const turns = new Turns({ most: 2 });
    const [first, second] = [piece(), piece()];
    const line = [turns.take("a", first.work), turns.take("a", second.work)];
    let done = false;
    const refused = await turns.take("a", async () => (done = true));

    expect([refused, done]).toEqual([null, false]);
    first.end("first");
    await line[0];
    const third = turns.take("a", async () => "third");
    second.end("second");
    expect(await Promise.all([...line, third])).toEqual(["first", "second", "third"]);
  });
});
