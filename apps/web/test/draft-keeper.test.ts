import type { DraftSaved, DraftView } from "@lockstep/api";
import type { ApiErrorCode, SourceFile } from "@lockstep/contracts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type DraftCopy, DraftKeeper } from "../src/workspace/draft-keeper.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const PATH = "office.ts";
const withText = (text: string): readonly SourceFile[] => [{ path: PATH, text }];
const textOf = (files: readonly SourceFile[] | undefined) => files?.find(({ path }) => path === PATH)?.text;

class Failure extends Error {
  readonly appCode: ApiErrorCode | "unreachable";
  constructor(appCode: ApiErrorCode | "unreachable") {
    super(appCode);
    this.appCode = appCode;
  }
}

/** A server that keeps a draft by its rules; the test says how each request ends, and when. */
class Server {
  draft: DraftView | null = null;
  readonly requests: { readonly draft: DraftCopy; readonly end: (how: End) => Promise<void> }[] = [];
  underWay = 0;
  underWayMost = 0;

  readonly save = (draft: DraftCopy): Promise<DraftSaved> => {
    this.underWay++;
    this.underWayMost = Math.max(this.underWayMost, this.underWay);
    const { promise, resolve, reject } = Promise.withResolvers<DraftSaved>();
    const end = async (how: End) => {
      this.underWay--;
      const answer = how === "stored" || how === "stored, answer lost" ? this.#store(draft) : null;
      if (how === "stored" && answer !== null) resolve(answer);
      else reject(how instanceof Failure ? how : new Failure("unreachable"));
      await vi.advanceTimersByTimeAsync(0);
    };
    this.requests.push({ draft, end });
    return promise;
  };

  /** Another window saves. */
  saveElsewhere(text: string): void {
    const revision = (this.draft?.revision ?? 0) + 1;
    this.draft = { files: withText(text), revision, version: "v1", updatedAt: new Date(0) };
  }

  #store({ files, version, revision: basedOn }: DraftCopy): DraftSaved {
    if ((this.draft?.revision ?? 0) !== basedOn) return { kind: "conflict", draft: this.draft, currentVersion: "v1" };
    this.draft = { files, version, revision: basedOn + 1, updatedAt: new Date(0) };
    return { kind: "saved", revision: basedOn + 1, updatedAt: new Date(0), currentVersion: "v1" };
  }
}
type End = "stored" | "stored, answer lost" | "lost" | Failure;

function keeperOn(server: Server | null) {
  const saved = server?.draft ?? null;
  const keeper = new DraftKeeper({
    files: saved?.files ?? withText("starter"),
    version: "v1",
    saved,
    save: server?.save ?? null,
    codeOf: (error) => (error instanceof Failure ? error.appCode : "internal"),
  });
  const copies: (DraftCopy | null)[] = [];
  keeper.keepCopies((copy) => copies.push(copy));
  return { keeper, copies, state: () => keeper.snapshot().state };
}
const later = () => vi.advanceTimersByTimeAsync(120_000);

describe("saves", () => {
  test("come one after another, however slow the network is, and the last text wins", async () => {
    const server = new Server();
    const { keeper, state } = keeperOn(server);
    for (let n = 0; n < 5; n++) {
      keeper.change(PATH, `text ${n}`);
      await later();
    }
    expect(server.requests).toHaveLength(1);
    await server.requests[0]?.end("stored");
    await later();
    await server.requests[1]?.end("stored");
    await later();
    expect(server.underWayMost).toBe(1);
    expect(server.requests).toHaveLength(2);
    expect(textOf(server.draft?.files)).toBe("text 4");
    expect(state()).toBe("saved");
  });

  test("go out while somebody types on and on", async () => {
    const server = new Server();
    const { keeper } = keeperOn(server);
    for (let n = 0; n < 100; n++) {
      keeper.change(PATH, `text ${n}`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(server.requests.length).toBeGreaterThan(0);
  });

  test("are tried again, without a change, until one succeeds", async () => {
    const server = new Server();
    const { keeper, copies, state } = keeperOn(server);
    keeper.change(PATH, "mine");
    await later();
    for (let failures = 0; failures < 8; failures++) {
      await server.requests.at(-1)?.end(failures % 2 === 0 ? "lost" : new Failure("internal"));
      expect(state()).toBe("offline");
      expect(textOf(copies.at(-1)?.files)).toBe("mine");
      await later();
    }
    expect(server.requests).toHaveLength(9);
    await server.requests.at(-1)?.end("stored");
    expect(state()).toBe("saved");
    expect(copies.at(-1), "the browser's copy is not needed any more").toBeNull();
  });

  test("do not run into an earlier one of their own whose answer was lost", async () => {
    const server = new Server();
    const { keeper, state } = keeperOn(server);
    keeper.change(PATH, "first");
    await later();
    await server.requests[0]?.end("stored, answer lost");
    keeper.change(PATH, "second");
    await later();
    await server.requests[1]?.end("stored");
    await later();
    await server.requests[2]?.end("stored");
    expect(textOf(server.draft?.files)).toBe("second");
    expect(state()).toBe("saved");
  });

  test("that the server refuses are not repeated, but the next change is tried", async () => {
    const server = new Server();
    const { keeper, state } = keeperOn(server);
    keeper.change(PATH, "too much");
    await later();
    await server.requests[0]?.end(new Failure("file-too-large"));
    await later();
    expect(server.requests).toHaveLength(1);
    expect(state()).toBe("refused");
    keeper.change(PATH, "less");
    await later();
    await server.requests[1]?.end("stored");
    expect(state()).toBe("saved");
  });

  test("of a page that goes away are left to the browser's copy", async () => {
    const server = new Server();
    const { keeper, copies } = keeperOn(server);
    keeper.change(PATH, "mine");
    keeper.stop();
    await later();
    expect(server.requests).toHaveLength(0);
    expect(copies.at(-1)).toMatchObject({ revision: 0, version: "v1" });
    expect(vi.getTimerCount()).toBe(0);
    keeper.start();
    await later();
    expect(server.requests).toHaveLength(1);
  });
});

async function inConflict() {
  const server = new Server();
  server.saveElsewhere("at first");
  const kept = keeperOn(server);
  server.saveElsewhere("theirs");
  kept.keeper.change(PATH, "mine");
  await later();
  await server.requests[0]?.end("stored");
  return { server, ...kept };
}

describe("a draft that another window saved", () => {
  test("is not overwritten; the reader is told, and may type on", async () => {
    const { server, keeper, copies, state } = await inConflict();
    expect(state()).toBe("conflict");
    expect(textOf(keeper.snapshot().theirs?.files)).toBe("theirs");
    keeper.change(PATH, "mine, and more");
    await later();
    expect(server.requests).toHaveLength(1);
    expect(textOf(server.draft?.files)).toBe("theirs");
    expect(textOf(copies.at(-1)?.files)).toBe("mine, and more");
  });

  test("gives way when the reader says so", async () => {
    const { server, keeper, state } = await inConflict();
    keeper.keepMine();
    await server.requests.at(-1)?.end("stored");
    expect(textOf(server.draft?.files)).toBe("mine");
    expect(state()).toBe("saved");
  });

  test("is taken when the reader says so", async () => {
    const { server, keeper, copies, state } = await inConflict();
    keeper.takeTheirs();
    await later();
    expect(textOf(keeper.snapshot().files)).toBe("theirs");
    expect(state()).toBe("saved");
    expect(copies.at(-1)).toBeNull();
    expect(server.requests).toHaveLength(1);
    keeper.change(PATH, "on from there");
    await later();
    await server.requests.at(-1)?.end("stored");
    expect(textOf(server.draft?.files)).toBe("on from there");
  });

  test("is no conflict while it holds the same text", async () => {
    const server = new Server();
    const { keeper, state } = keeperOn(server);
    server.saveElsewhere("same");
    keeper.change(PATH, "same");
    await later();
    await server.requests[0]?.end("stored");
    expect(keeper.snapshot().theirs).toBeNull();
    await later();
    await server.requests[1]?.end("stored");
    expect(state()).toBe("saved");
  });
});

test("a session that has ended loses nothing, and what was typed is saved after signing in again", async () => {
  const server = new Server();
  const { keeper, copies, state } = keeperOn(server);
  keeper.change(PATH, "mine");
  await later();
  await server.requests[0]?.end(new Failure("sign-in-required"));
  keeper.change(PATH, "mine, and more");
  await later();
  expect(state()).toBe("signed-out");
  expect(server.requests, "asking again would not help").toHaveLength(1);
  expect(textOf(copies.at(-1)?.files)).toBe("mine, and more");
  keeper.resume();
  await server.requests[1]?.end("stored");
  expect(textOf(server.draft?.files)).toBe("mine, and more");
  expect(state()).toBe("saved");
});

test("work that a crash left behind goes on from its revision, and meets a newer draft as a conflict", async () => {
  const server = new Server();
  server.saveElsewhere("at first");
  server.saveElsewhere("newer");
  const { keeper, state } = keeperOn(server);
  keeper.restore({ files: withText("before the crash"), version: "v0", revision: 1 });
  expect(keeper.snapshot()).toMatchObject({ version: "v0", files: withText("before the crash") });
  await later();
  await server.requests[0]?.end("stored");
  expect(server.requests[0]?.draft).toMatchObject({ version: "v0", revision: 1 });
  expect(state(), "the work is older than what the server has").toBe("conflict");
  expect(textOf(server.draft?.files)).toBe("newer");
});

test("a new file of the exercise is added, and what was written stays", async () => {
  const server = new Server();
  const { keeper } = keeperOn(server);
  keeper.change(PATH, "mine");
  keeper.addMissing([...withText("starter"), { path: "desk.ts", text: "new" }]);
  expect(keeper.snapshot().files).toEqual([...withText("mine"), { path: "desk.ts", text: "new" }]);
});

test("a guest's draft stays in the browser", async () => {
  const { keeper, copies, state } = keeperOn(null);
  expect(state()).toBe("untouched");
  keeper.change(PATH, "mine");
  await later();
  expect(state()).toBe("here");
  expect(textOf(copies.at(-1)?.files)).toBe("mine");
});
