import { expect, test } from "vitest";
import { BadFieldError, bool, f64, i32, NotTransferableError, struct, u32 } from "../src/index.ts";
import { decode, encode, evaluating } from "../src/seam.ts";

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

test("arrives in another thread as the same object, nested in plain data", () => {
  const Sample = struct("Sample", { small: i32 });
  const sample = new Sample({ small: 1 });

  const [{ twin }] = decode(structuredClone(encode([{ twin: sample }]))) as [{ twin: { small: number } }];
  twin.small = 8;

  expect(sample.small).toBe(8);
});

test("does not let functions and foreign objects cross, and says where they are", () => {
  expect(() => encode({ list: [() => 1] })).toThrow(/list\[0\]/);
  expect(() => encode(new Map())).toThrow(NotTransferableError);
});

test("makes module-level objects once for all threads, in the order of creation", () => {
  const load = () =>
    evaluating("shop", () => {
      const Shop = struct("Shop", { left: i32 });
      return [new Shop({ left: 1 }), new Shop({ left: 2 })] as const;
    });

  const [first, second] = load();
  const [again, other] = load();
  if (first && other) first.left = 7;

  expect([again?.left, other?.left, second?.left]).toEqual([7, 2, 2]);
});
