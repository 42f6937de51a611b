import { once } from "node:events";
import { closeSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { acceptConnection, Epoll, listenOnLoopback, receiveInto, sendFrom, SignalDriven } from "../src/index.ts";

const open: number[] = [];
afterEach(() => {
  for (const descriptor of open.splice(0)) closeSync(descriptor);
});

function listening() {
  const listener = listenOnLoopback();
  open.push(listener.descriptor);
  return listener;
}

/** A client of Node's and our end of its connection. */
async function connection() {
  const { descriptor, port } = listening();
  const client = connect(port, "127.0.0.1");
  await once(client, "connect");
  const ours = acceptConnection(descriptor);
  if (ours === null) throw new Error("nobody came");
  open.push(ours);
  return { client, ours };
}

/** Asks again while the other side's bytes are under way. */
async function until<T>(ask: () => T | null): Promise<T> {
  for (;;) {
    const answer = ask();
    if (answer !== null) return answer;
    await pause(1);
  }
}

describe("a socket", () => {
  it("doesn't block where nobody comes and nothing has come", async () => {
    expect(acceptConnection(listening().descriptor)).toBeNull();
    const { client, ours } = await connection();
    expect(receiveInto(ours, new Uint8Array(8))).toBeNull();
    client.destroy();
  });

  it("takes and gives bytes, and tells the end from silence", async () => {
    const { client, ours } = await connection();
    client.write("hello");
    const buffer = Buffer.alloc(8);
    const got = await until(() => receiveInto(ours, buffer));
    expect(buffer.toString("utf8", 0, got)).toBe("hello");
    expect(sendFrom(ours, Buffer.from("back"))).toBe(4);
    expect(String((await once(client, "data"))[0])).toBe("back");
    client.end();
    expect(await until(() => receiveInto(ours, buffer))).toBe(0);
  });

  it("says how much of too much the kernel took", async () => {
    const { client, ours } = await connection();
    client.pause();
    const much = new Uint8Array(2 ** 20);
    let taken = 0;
    for (let sent = sendFrom(ours, much); sent !== null; sent = sendFrom(ours, much)) taken += sent;
    expect(taken).toBeGreaterThan(0);
    client.destroy();
  });
});

describe("epoll", () => {
  it("tells who is ready, again while it stays so, and nobody after the time-out", async () => {
    using epoll = new Epoll();
    const { client, ours } = await connection();
    epoll.add(ours, "readable");
    expect(epoll.wait(0)).toEqual([]);
    client.write("x");
    expect(epoll.wait(60_000)).toEqual([ours]);
    expect(epoll.wait(60_000)).toEqual([ours]);
    epoll.change(ours, "writable");
    expect(epoll.wait(60_000)).toEqual([ours]);
    client.destroy();
  });
});

describe("signal-driven readiness", () => {
  it("names the descriptor, once for what has come, and nobody after the time-out", async () => {
    const signals = new SignalDriven();
    const { client, ours } = await connection();
    expect(signals.wait(0)).toBeNull();
    signals.arm(ours);
    client.write("x");
    expect(signals.wait(60_000)).toBe(ours);
    expect(signals.wait(20)).toBeNull();
    client.destroy();
  });
});
