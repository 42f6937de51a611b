import { afterEach, beforeEach, expect, test, vi } from "vitest";

let channels: BroadcastChannel[] = [];
beforeEach(() => {
  channels = [];
  const Channel = BroadcastChannel;
  vi.stubGlobal(
    "BroadcastChannel",
    class extends Channel {
      constructor(name: string) {
        super(name);
        channels.push(this);
      }
    },
  );
});
afterEach(() => {
  for (const channel of channels) channel.close();
  vi.unstubAllGlobals();
});

/** The page in a tab of its own, whose storage holds this id. */
async function newPage(storedId: string | null) {
  vi.stubGlobal("sessionStorage", { getItem: () => storedId, setItem: () => {} });
  vi.resetModules();
  return import("../src/workspace/browser-tab.ts");
}
const load = async (storedId: string | null) => (await newPage(storedId)).findTab();

test("a tab keeps its id when it is loaded again, and knows which others are open", async () => {
  const other = await load(null);
  const again = await load("mine");
  expect(again.id).toBe("mine");
  expect([...again.others]).toEqual([other.id]);
});

test("a duplicated tab, whose storage is a copy, gets an id of its own", async () => {
  expect((await load("original")).id).toBe("original");
  const copy = await load("original");
  expect(copy.id).not.toBe("original");
  expect(copy.others.has("original")).toBe(true);
});

test("two copies that are loaded at the same moment get different ids", async () => {
  const pages = [await newPage("original"), await newPage("original")];
  const [one, other] = await Promise.all(pages.map(({ findTab }) => findTab()));
  expect(one?.id).not.toBe(other?.id);
});
