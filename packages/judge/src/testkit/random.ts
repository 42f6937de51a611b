import { createHash } from "node:crypto";
import { TestRunner } from "vitest";
import { currentGrading } from "./grading.ts";

/**
 * Whole numbers from one seed: 32-bit xorshift-multiply (splitmix32). Three of them give away all that follow, so they are
 * for inputs; what a verdict takes for unknown to the student is a `secret`.
 */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to 2³² − 1. */
  uint32(): number {
    this.#state = (this.#state + 0x9e37_79b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return from + (this.uint32() % (to - from + 1));
  }
}

/** The generator of each test that has asked for it, with the seed of its grading. */
const ofTests = new WeakMap<object, { readonly seed: number; readonly random: Random }>();
/** Stands for the test where none runs. */
const noTest = {};

/**
 * Random inputs of the running test: fresh for each submission, the same again for the same seed. Every call in a test goes on
 * with the same generator, so two inputs have nothing to do with each other.
 */
export function random(): Random {
  const test = TestRunner.getCurrentTest() ?? noTest;
  const { seed } = currentGrading();
  const known = ofTests.get(test);
  if (known?.seed === seed) return known.random;
  const begun = new Random(testSeed("inputs"));
  ofTests.set(test, { seed, random: begun });
  return begun;
}

/** A seed that belongs to this grading, this test and `purpose`. */
export function testSeed(purpose: string): number {
  return digest(purpose).readUInt32LE(0);
}

/**
 * Sixteen hexadecimal digits that belong to this grading, this test and `purpose`. Those of one purpose say nothing of those
 * of another: whoever wants to know them has to try all 2³² seeds of gradings.
 */
export function secret(purpose: string): string {
  return digest(`secret ${purpose}`).toString("hex", 0, 8);
}

function digest(purpose: string): Buffer {
  const title = TestRunner.getCurrentTest()?.name ?? "";
  return createHash("sha256").update(`${currentGrading().seed}\n${title}\n${purpose}`).digest();
}
