import { duplexPair } from "node:stream";
import { describe, expect, it } from "vitest";
import { Channel } from "../src/channel.ts";

function frame(body: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(Buffer.byteLength(body));
  return Buffer.concat([head, Buffer.from(body)]);
}

function open() {
  const [ours, theirs] = duplexPair();
  return { channel: new Channel(ours), far: theirs };
}

describe("Channel", () => {
  it("puts a frame together from single bytes", async () => {
    const { channel, far } = open();
    for (const byte of frame('{"a":1}')) far.write(Buffer.of(byte));
    expect(await channel.receive()).toEqual({ kind: "frame", value: { a: 1 } });
  });

  it("takes two frames that came in one piece, in their order", async () => {
    const { channel, far } = open();
    channel.send("one");
    far.write(Buffer.concat([frame("1"), frame("2")]));
    expect([await channel.receive(), await channel.receive()]).toEqual(
      [1, 2].map((value) => ({ kind: "frame", value })),
    );
    expect(channel.violation).toBeNull();
  });

  it("refuses a frame by its length, before its bytes come", async () => {
    const { channel, far } = open();
    far.write(Buffer.of(0xff, 0xff, 0xff, 0xff));
    expect(await channel.receive()).toMatchObject({ kind: "violation" });
  });

  it("refuses what is not JSON", async () => {
    const { channel, far } = open();
    far.write(frame("NaN"));
    expect(await channel.receive()).toMatchObject({ kind: "violation" });
  });

  it("notes a frame that nobody asked for, and bytes after the last, as a violation", async () => {
    for (const tail of [frame("3"), Buffer.of(0)]) {
      const { channel, far } = open();
      channel.send("one");
      far.write(Buffer.concat([frame("1"), frame("2"), tail]));
      await channel.receive();
      await channel.receive();
      expect(channel.violation).not.toBeNull();
    }
  });

  it("says that it is closed when the far end closes, also to who asks later", async () => {
    const { channel, far } = open();
    const waiting = channel.receive();
    far.end();
    expect([await waiting, await channel.receive()]).toEqual([{ kind: "closed" }, { kind: "closed" }]);
  });
});
