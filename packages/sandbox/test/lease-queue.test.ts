import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Cores } from "../src/cores.ts";
import { LeaseQueue, type QueuePlace } from "../src/lease-queue.ts";

describe("a queue for leases", () => {
  let folder: string;
  let queue: LeaseQueue;
  const places: QueuePlace[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lockstep-test-queue-"));
    queue = new LeaseQueue("core", folder);
  });
  afterEach(() => {
    for (const place of places.splice(0)) place.leave();
    rmSync(folder, { recursive: true, force: true });
  });

  async function enter(): Promise<QueuePlace> {
    const place = await queue.enter();
    places.push(place);
    return place;
  }

  /** A process that takes a place, says so, and stays. */
  async function waiterElsewhere() {
    const source = pathToFileURL(join(import.meta.dirname, "../src/lease-queue.ts")).href;
    const script = `import { LeaseQueue } from ${JSON.stringify(source)};
      globalThis.kept = await new LeaseQueue("core", ${JSON.stringify(folder)}).enter();
      console.log("waits"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    return child;
  }

  it("serves in the order of asking", async () => {
    const order: number[] = [];
    const three = [await enter(), await enter(), await enter()];
    const all = [...three.entries()];
    const served = all.toReversed().map(async ([i, place]) => {
      await place.untilFirst();
      order.push(i);
      place.leave();
    });
    await Promise.all(served);
    expect(order).toEqual([0, 1, 2]);
    expect(queue.isEmpty).toBe(true);
  });

  it("goes on when one that waits in another process is killed, without passing those before it", async () => {
    const first = await enter();
    const killed = await waiterElsewhere();
    const last = await enter();
    let isServed = false;
    const served = last.untilFirst().then(() => (isServed = true));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await enter().then((after) => after.leave()); // comes and goes: some looks of the last one later
    expect(isServed).toBe(false);
    first.leave();
    await served;
    expect(readdirSync(join(folder, "core-queue"))).toHaveLength(1);
  });

  it("lets go of one that gives up, and serves the next", async () => {
    const first = await enter();
    const gaveUp = await enter();
    const next = await enter();
    const aborted = new AbortController();
    const waiting = gaveUp.untilFirst(aborted.signal);
    aborted.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    gaveUp.leave();
    gaveUp.leave(); // leaving twice takes nobody else's place
    first.leave();
    await next.untilFirst();
  });

  it("gives a core to runners in the order in which they asked, also one that wants several before one that wants one", async () => {
    const runners = [1, 2, 3].map(() => new Cores([0, 1], folder));
    const [holder, many, single] = runners;
    if (!holder || !many || !single) throw new Error("three runners");
    const order: string[] = [];
    const held = [await holder.acquire(), await holder.acquire()];
    const both = many.acquire(undefined, 2).then((lease) => (order.push("both"), lease.release()));
    while (queue.isEmpty) await new Promise(setImmediate);
    const one = single.acquire().then((lease) => (order.push("one"), lease.release()));
    while (readdirSync(join(folder, "core-queue")).filter((name) => !name.startsWith(".")).length < 2)
      await new Promise(setImmediate);
    for (const lease of held) lease.release();
    await Promise.all([both, one]);
    expect(order).toEqual(["both", "one"]);
    for (const runner of runners) runner.close();
  });
});
