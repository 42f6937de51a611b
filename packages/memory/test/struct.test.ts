import { expect, test } from "vitest";
import { BadFieldError, bool, Cell, f64, i32, NotTransferableError, struct, u32 } from "../src/index.ts";
import { decode, encode, encodeAll, evaluating, modulesOf } from "../src/seam.ts";

test("holds each kind of number as declared", () => {
  const Sample = struct("Sample", { small: i32, natural: u32, real: f64, yes: bool });

  const sample = new Sample({ small: -1, natural: -1, real: 0.5, yes: true });

  expect([sample.small, sample.natural, sample.real, sample.yes]).toEqual([-1, 0xffff_ffff, 0.5, true]);
});

test("starts at nothing where no value is given", () => {
  const Sample = struct("Sample", { small: i32, yes: bool });

  const sample = new Sample();

  expect([sample.small, sample.yes]).toEqual([0, false]);
});

test("wraps numbers that a field can't hold, as the machine does", () => {
  const sample = new (struct("Sample", { small: i32 }))();

  sample.small = 2 ** 31;

  expect(sample.small).toBe(-(2 ** 31));
});

test("refuses a value of another kind, and a field that is not there", () => {
  const Sample = struct("Sample", { small: i32 });
  const sample: { small: unknown } = new Sample();

  expect(() => (sample.small = "7")).toThrow(BadFieldError);
  expect(() => new Sample(Object.fromEntries([["large", 1]]))).toThrow(/large/);
});

test("can't be changed but through its fields", () => {
  const Sample = struct("Sample", { small: i32 });
  const sample = new Sample({ small: 3 });

  expect(() => Object.defineProperty(sample, "small", { value: 9 })).toThrow(TypeError);
  expect(() => Object.assign(Sample.prototype, { small: 9 })).toThrow(TypeError);
  expect(Object.isFrozen(Sample)).toBe(true);
});

/** Declared by a module that is evaluated once more each time. */
const declared = (fields: Parameters<typeof struct>[1]) =>
  evaluating("file:///again.ts", () => struct("Sample", fields));

test("is the same class where its module is evaluated again, and another one where something else is declared there", () => {
  const first = declared({ small: i32 });

  expect(declared({ small: i32 })).toBe(first);
  expect(declared({ small: f64 })).not.toBe(first);
  expect(declared({ small: struct("Inner", {}) })).not.toBe(declared({ small: struct("Inner", {}) }));
  for (const part of Object.values(Object.getOwnPropertyDescriptor(first.prototype, "small") ?? {}))
    expect(Object.isFrozen(part)).toBe(true);
});

test("can't be extended: a subclass could answer for its fields what it likes", () => {
  const Sample = struct("Sample", { small: i32 });
  class Liar extends Sample {}

  expect(() => new Liar()).toThrow(BadFieldError);
});

test("holds another struct, and a part is the same object each time", () => {
  const Inner = struct("Inner", { small: i32 });
  const Outer = struct("Outer", { inner: Inner, gate: Cell });

  const outer = new Outer();
  outer.inner.small = 4;

  expect([outer.inner.small, outer.gate.load()]).toEqual([4, 0]);
  expect(outer.inner).toBe(outer.inner);
});

test("arrives in another thread as the same object, nested in plain data", () => {
  const Sample = evaluating("shop", () => struct("Sample", { small: i32 }));
  const sample = new Sample({ small: 1 });

  const arrived: unknown = decode(structuredClone(encode([{ twin: sample }])));
  if (!Array.isArray(arrived)) throw new Error("no list arrived");
  arrived[0].twin.small = 8;

  expect(sample.small).toBe(8);
});

test("names the modules that another thread has to load first", () => {
  const Sample = evaluating("shop", () => struct("Sample", { small: i32 }));

  expect([...modulesOf(encode({ list: [new Sample()] }))]).toEqual(["shop"]);
});

test("does not cross when no other thread could find its class", () => {
  const Local = struct("Local", { small: i32 });

  expect(() => encode(new Local())).toThrow(/top level/);
});

test("keeps two classes of one name apart", () => {
  const [First, Second] = evaluating("shop", () => [
    struct("Same", { small: i32 }),
    struct("Same", { large: f64, more: f64 }),
  ]);
  const second = new Second({ more: 0.5 });

  expect(decode(encode(second))).toMatchObject({ more: 0.5 });
  expect(decode(encode(new First({ small: 3 })))).toMatchObject({ small: 3 });
});

test("lets nobody forge a reference: data that looks like one stays data", () => {
  const forged = { shared: { class: { module: null, name: "memory:Cell" }, at: 40_000 } };

  expect(decode(encode(forged))).toEqual(forged);
  const liar = Object.assign([1], { map: () => [forged], length: 1 });
  expect(decode(encode(liar))).toEqual([1]);
  expect(encodeAll(liar, "args")).toEqual([1]);
});

test("does not let functions and foreign objects cross, and says where they are", () => {
  expect(() => encode({ list: [() => 1] })).toThrow(/list\[0\]/);
  expect(() => encode(new URL("https://example.org"))).toThrow(NotTransferableError);
  const round: { self?: unknown } = {};
  round.self = round;
  expect(() => encode(round)).toThrow(/nested/);
});

test("makes module-level objects once for all threads, in the order of creation", () => {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- belongs to this test
  const load = () =>
    evaluating("stall", () => {
      const Shop = struct("Shop", { left: i32 });
      return [new Shop({ left: 1 }), new Shop({ left: 2 })] as const;
    });

  const [first, second] = load();
  const [again, other] = load();
  if (first && other) first.left = 7;

  expect([again?.left, other?.left, second?.left]).toEqual([7, 2, 2]);
});
