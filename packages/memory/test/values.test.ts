import { expect, test } from "vitest";
import { Bytes, F64Array, Json, OutOfBoundsError, Text, TooLongError, U8Array } from "../src/index.ts";
import { decode, encode } from "../src/seam.ts";

/** As it is in another thread. */
function again<T extends object>(value: T): T {
  const arrived: unknown = decode(structuredClone(encode(value)));
  if (!isLike(arrived, value)) throw new Error("something else arrived");
  return arrived;
}
function isLike<T extends object>(value: unknown, like: T): value is T {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.getPrototypeOf(like);
}

test("doubles and bytes are the same row in another thread, and keep to their bounds", () => {
  const [reals, small] = [new F64Array(3), new U8Array(5)];
  again(reals).set(2, 0.5);
  again(small).set(4, 257);

  expect([[...reals], [...small]]).toEqual([
    [0, 0, 0.5],
    [0, 0, 0, 0, 1],
  ]);
  expect(() => reals.get(3)).toThrow(OutOfBoundsError);
  expect(() => again(small).set(5, 1)).toThrow(OutOfBoundsError);
});

test("texts, JSON values and bytes arrive as they were put in, in another thread", () => {
  const [text, json, data] = [new Text(20), new Json(100), new Bytes(4)];
  expect([text.get(), json.get(), data.get()]).toEqual([null, null, null]);

  again(text).set("票 ticket");
  again(json).set({ left: [1, 2], name: "票" });
  again(data).set(Uint8Array.of(1, 2, 255));

  expect([text.get(), json.get(), data.get()]).toEqual([
    "票 ticket",
    { left: [1, 2], name: "票" },
    Uint8Array.of(1, 2, 255),
  ]);
  text.set("");
  expect(text.get()).toBe("");
});

test("what has no room is refused, and what was there stays", () => {
  const text = new Text(4);
  text.set("票");

  expect(() => text.set("票票")).toThrow(TooLongError);
  expect(() => new Json(9).set(undefined)).toThrow(/JSON/);
  expect(text.get()).toBe("票");
});
