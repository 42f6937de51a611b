import { closeSync, fstatSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  createSharedMemory,
  futexWait,
  futexWake,
  mapSharedMemory,
  RobustMutex,
  SystemCallError,
} from "../src/index.ts";

const BYTES = 4096;

/** Shared memory whose descriptor is closed already: a mapping keeps it. */
function mapped() {
  const descriptor = createSharedMemory(BYTES);
  const memory = mapSharedMemory(descriptor, BYTES);
  closeSync(descriptor);
  return { ...memory, words: new Int32Array(memory.buffer) };
}

describe("shared memory", () => {
  it("has no name, and holds as many zeros as were asked for", () => {
    const before = readdirSync("/dev/shm").filter((name) => name.startsWith("lockstep-"));
    const descriptor = createSharedMemory(100_000);
    expect(fstatSync(descriptor)).toMatchObject({ size: 100_000, nlink: 0 });
    expect(readdirSync("/dev/shm").filter((name) => name.startsWith("lockstep-"))).toEqual(before);
    const { buffer } = mapSharedMemory(descriptor, 100_000);
    closeSync(descriptor);
    expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true);
  });

  it("is one memory for all who map the descriptor", () => {
    const descriptor = createSharedMemory(BYTES);
    const [one, other] = [mapSharedMemory(descriptor, BYTES), mapSharedMemory(descriptor, BYTES)];
    closeSync(descriptor);
    new Int32Array(one.buffer)[3] = 42;
    expect(one.address).not.toBe(other.address);
    expect(new Int32Array(other.buffer)[3]).toBe(42);
  });

  it("of a descriptor that is none is refused by name", () => {
    expect(() => mapSharedMemory(-1, BYTES)).toThrow(
      expect.objectContaining({ name: "SystemCallError", call: "mmap", code: "EBADF" }),
    );
    expect(new SystemCallError("mmap", "EBADF").message).toBe("mmap failed: EBADF");
  });
});

describe("a word of it", () => {
  it("is slept on only while it is as expected", () => {
    const { address, words } = mapped();
    words[0] = 7;
    expect(futexWait(address, 0)).toBe("not-equal");
    expect(futexWait(address, 7, 5)).toBe("timed-out");
  });

  it("wakes nobody where nobody sleeps", () => {
    expect(futexWake(mapped().address, 10)).toBe(0);
  });
});

describe("a robust mutex", () => {
  it("has one holder, and is free again after release", () => {
    const { address } = mapped();
    const mutex = RobustMutex.initialise(address);
    const same = new RobustMutex(address);
    expect(mutex.acquire()).toBe("acquired");
    expect(same.acquire(5)).toBe("timed-out");
    same.release();
    expect(same.acquire(5)).toBe("acquired");
    same.release();
  });

  it("can't be declared mended by one who wasn't told that its owner died", () => {
    const mutex = RobustMutex.initialise(mapped().address);
    mutex.acquire();
    expect(() => mutex.markConsistent()).toThrow(expect.objectContaining({ code: "EINVAL" }));
    mutex.release();
  });
});
