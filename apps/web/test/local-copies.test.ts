import { beforeEach, expect, test, vi } from "vitest";
import { type DraftPlace, findCopy, writeCopy } from "../src/workspace/local-copies.ts";

/** A browser's storage: its entries are its own properties, its methods are not. */
function newStorage(): object {
  return Object.create({
    getItem(key: string) {
      return Object.hasOwn(this, key) ? Reflect.get(this, key) : null;
    },
    setItem(key: string, value: string) {
      Reflect.set(this, key, value);
    },
    removeItem(key: string) {
      Reflect.deleteProperty(this, key);
    },
  });
}
beforeEach(() => {
  vi.stubGlobal("localStorage", newStorage());
  vi.useFakeTimers();
});

const place = { viewerId: "ada", slug: "ticket-office", language: "typescript" };
const guest = { ...place, viewerId: null };
const tab = (id: string, ...others: readonly string[]) => ({ id, others: new Set(others) });
const copy = (text: string) => ({ files: [{ path: "office.ts", text }], version: "v1", revision: 3 });
const textOf = (found: ReturnType<typeof findCopy>) => found?.files[0]?.text;
/** Keeps a copy, a minute after whatever was kept before. */
function keep(id: string, text: string, at: DraftPlace = place): void {
  vi.setSystemTime(Date.now() + 60_000);
  writeCopy(at, id, copy(text));
}

test("tabs keep copies beside each other, and each finds its own", () => {
  keep("one", "mine");
  keep("two", "theirs");
  expect(textOf(findCopy(place, tab("one", "two")))).toBe("mine");
  expect(textOf(findCopy(place, tab("two", "one")))).toBe("theirs");
});

test("what a closed tab has left goes on in a new one, the newest first; an open tab's is left alone", () => {
  keep("closed", "older");
  keep("crashed", "newer");
  keep("open", "somebody is at it");
  const found = findCopy(place, tab("new", "open"));
  expect(textOf(found)).toBe("newer");
  expect(found?.revision).toBe(3);
  found?.take();
  expect(textOf(findCopy(place, tab("new", "open")))).toBe("older");
});

test("what a guest wrote is found by whoever signs in, as work that has seen no draft of the account", () => {
  keep("one", "a guest's", guest);
  const found = findCopy(place, tab("one"));
  expect(textOf(found)).toBe("a guest's");
  expect(found?.revision).toBe(0);
  found?.take();
  expect(findCopy(place, tab("one"))).toBeNull();
});

test("another account, another exercise and broken entries are not found; an empty copy forgets", () => {
  keep("one", "mine");
  expect(findCopy({ ...place, viewerId: "bob" }, tab("one"))).toBeNull();
  expect(findCopy({ ...place, slug: "bakery" }, tab("one"))).toBeNull();
  Reflect.set(localStorage, "lockstep:copy:ada:ticket-office:typescript:two", "{");
  expect(textOf(findCopy(place, tab("two")))).toBe("mine");
  writeCopy(place, "one", null);
  expect(findCopy(place, tab("one"))).toBeNull();
});

test("without storage nothing is found, and nothing breaks", () => {
  vi.stubGlobal("localStorage", undefined);
  writeCopy(place, "one", copy("mine"));
  expect(findCopy(place, tab("one"))).toBeNull();
});
