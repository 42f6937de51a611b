import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allowedCores, Cores } from "../src/cores.ts";
import { leaseOne } from "../src/file-lease.ts";
import { Slots } from "../src/slots.ts";
import { TooFewCoresError } from "../src/unavailable.ts";

describe("leases", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lockstep-test-leases-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gives a thing to one holder at a time", async () => {
    const first = await leaseOne(["core-0"], folder);
    expect(first?.name).toBe("core-0");
    expect(await leaseOne(["core-0"], folder)).toBeNull();
    first?.release();
    const second = await leaseOne(["core-0"], folder);
    expect(second).not.toBeNull();
    second?.release();
  });

  it("finds the one thing that is free among many", async () => {
    const names = ["a", "b", "c"];
    const taken = [await leaseOne(names, folder), await leaseOne(names, folder)];
    const last = await leaseOne(names, folder);
    expect(new Set([...taken, last].map((lease) => lease?.name))).toEqual(new Set(names));
    for (const lease of [...taken, last]) lease?.release();
  });

  it("falls when its holder is killed, in another process", async () => {
    const source = pathToFileURL(join(import.meta.dirname, "../src/file-lease.ts")).href;
    const script = `import { leaseOne } from ${JSON.stringify(source)};
      globalThis.kept = await leaseOne(["core-0"], ${JSON.stringify(folder)}); console.log("held"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    expect(await leaseOne(["core-0"], folder)).toBeNull();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const lease = await leaseOne(["core-0"], folder);
    expect(lease).not.toBeNull();
    lease?.release();
  });

  it("never gives one core to two runners, and hands it on", async () => {
    const [one, other] = [new Cores([0], folder), new Cores([0], folder)];
    const held = await one.acquire();
    let came = false;
    const waiting = other.acquire().then((lease) => {
      came = true;
      return lease;
    });
    expect(await leaseOne(["core-0"], folder)).toBeNull();
    expect(came).toBe(false);
    held.release();
    (await waiting).release();
    one.close();
    other.close();
  });

  it("gives several cores to two runners in turn, though both want all of them", async () => {
    const runners = [new Cores([0, 1, 2], folder), new Cores([0, 1, 2], folder)];
    let holders = 0;
    const turns = runners.map(async (runner) => {
      for (let turn = 0; turn < 5; turn++) {
        const lease = await runner.acquire(undefined, 3);
        expect(lease.cores).toEqual([0, 1, 2]);
        expect(++holders).toBe(1);
        await pause(5);
        holders--;
        lease.release();
      }
    });
    await Promise.all(turns);
    for (const runner of runners) runner.close();
  });

  it("collects cores beside runners that want one each", async () => {
    const [many, single] = [new Cores([0, 1], folder), new Cores([0, 1], folder)];
    const held = await single.acquire();
    const waiting = many.acquire(undefined, 2);
    held.release();
    const both = await waiting;
    expect(both.cores).toEqual([0, 1]);
    both.release();
    many.close();
    single.close();
  });

  it("gives back what it has collected when it is aborted, and the right to collect", async () => {
    const [one, other] = [new Cores([0, 1], folder), new Cores([0, 1], folder)];
    const held = await other.acquire();
    const aborted = new AbortController();
    const waiting = one.acquire(aborted.signal, 2);
    aborted.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    one.close();
    held.release();
    const all = await other.acquire(undefined, 2);
    expect(all.cores).toEqual([0, 1]);
    all.release();
    other.close();
  });

  it("refuses more cores than there are", async () => {
    await expect(new Cores([0], folder).acquire(undefined, 2)).rejects.toThrow(TooFewCoresError);
  });

  it("stops waiting for a core when it is aborted", async () => {
    const [one, other] = [new Cores([0], folder), new Cores([0], folder)];
    const held = await one.acquire();
    const reason = new Error("enough");
    const aborted = new AbortController();
    const waiting = other.acquire(aborted.signal);
    aborted.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    held.release();
    one.close();
  });

  it("reads the kernel's list of cores", () => {
    expect(allowedCores("Name:\tnode\nCpus_allowed_list:\t0-2,5,8-9\n")).toEqual([0, 1, 2, 5, 8, 9]);
  });
});

describe("Slots", () => {
  it("serves who has waited longest, and forgets who gave up", async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    const release = await slots.acquire();
    const gaveUp = new AbortController();
    const first = slots.acquire(gaveUp.signal);
    const second = slots.acquire().then((back) => (order.push("second"), back));
    const third = slots.acquire().then((back) => (order.push("third"), back));
    gaveUp.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    release();
    release(); // giving back twice frees nothing twice
    (await second)();
    expect(order[0]).toBe("second");
    (await third)();
    await slots.idle();
  });
});
