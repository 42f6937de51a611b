import * as errors from "@lockstep/memory/errors";
import type { World } from "../../src/facade/world.ts";
import { Handle, type SharedProperty } from "../../src/runtime/handle.ts";
import { LocalFrame } from "../../src/runtime/local-state.ts";
import type { Running } from "../../src/runtime/stamp.ts";
import { Permits, PlainCell, Word } from "../../src/shared.ts";

const BLOCK_WORDS = 128;

/** Properties that are words of memory, by their address. */
class Properties extends Map<PropertyKey, SharedProperty> {
  readonly #of: (address: number) => SharedProperty;
  constructor(of: (address: number) => SharedProperty) {
    super();
    this.#of = of;
  }
  override get(key: PropertyKey): SharedProperty | undefined {
    const address = Number(typeof key === "symbol" ? Number.NaN : key);
    return Number.isNaN(address) ? undefined : this.#of(address);
  }
}

class Words extends Handle {
  constructor(name: string, of: (address: number) => SharedProperty) {
    super(name, new Properties(of));
    Object.freeze(this);
  }
}

/** A function without steps. */
function plain(f: (...args: never[]) => unknown): unknown {
  return Object.freeze(f);
}

/**
 * `@lockstep/memory/seam` on the model: what our own primitives are built on, with each atomic operation a decision point,
 * and each plain one that turns out to race. Sections are locks; blocks are not used again; time passes when a park times out.
 */
export function seamPackage(world: World): Readonly<Record<string, unknown>> {
  world.namesThreads = true; // owners are written down by number
  const addresses = new Map<string, number>();
  const addressFor = (key: string): number => {
    const known = addresses.get(key);
    if (known !== undefined) return known;
    const address = (addresses.size + 1) * BLOCK_WORDS;
    addresses.set(key, address);
    return address;
  };
  const wordAt = (address: unknown): Word =>
    world.made(`word ${String(address)}`, Word, 0, (memory) => memory.word(`word ${String(address)}`));
  const sectionAt = (address: unknown): Permits =>
    world.made(`section ${String(address)}`, Permits, 1, (memory) => memory.lock(`section ${String(address)}`));
  const property = (of: (address: number) => Word | PlainCell): ((address: number) => SharedProperty) => {
    return (address) => ({
      *read() {
        const cell = of(address);
        return yield* world.ask(cell instanceof Word ? cell.read() : cell.load());
      },
      *write(value: unknown) {
        const cell = of(address);
        return yield* world.ask(cell instanceof Word ? cell.write(Number(value)) : cell.store(Number(value)));
      },
    });
  };
  const doubleAt = (index: number): PlainCell =>
    world.made(`double ${index}`, PlainCell, 0, (memory) => memory.plain(`double ${index}`));

  /** Packed, and not yet copied into a block: its number among the values on their way. */
  let packed = 0;
  /** What a module keeps for each thread; part of what that thread knows. */
  const ofThread = (make: () => object) => {
    const key = world.nextKey("own");
    return plain(() => {
      const { pending } = world.context;
      const known = pending.get(key) ?? make();
      pending.set(key, known);
      return known;
    });
  };
  const texts: string[] = [""];
  const addressOfObject = new WeakMap<object, number>();
  const registerObject = (object: object, _key: unknown, at: number) => void addressOfObject.set(object, at);
  const place = world.position();
  const clockOf = (): { now: number } => {
    const known = world.context.pending.get("clock");
    if (known && "now" in known && typeof known.now === "number") return Object.assign(known, { now: known.now });
    const clock = { now: 0 };
    world.context.pending.set("clock", clock);
    return clock;
  };

  function* shared(_kind: unknown, _words: unknown, fill: unknown): Running {
    const { up } = world.rt;
    const key = world.nextKey("block");
    const at = addressFor(key);
    const flag = world.made(`${key}~filled`, PlainCell, 0, (memory) => memory.plain(`${key} filled`));
    flag.isQuiet = true;
    if (world.memory.valueOf(flag) === 0) {
      yield world.told(flag.store(1), up, place, [fill, at]);
      yield* world.rt.run(fill, undefined, [at], new LocalFrame(up, place, [at]));
    }
    return { at };
  }

  return {
    words: new Words("words", property(wordAt)),
    doubles: new Words("doubles", property(doubleAt)),
    gate: Object.freeze({ isFine: true, log: plain(() => undefined) }),
    STATE: 0,
    OWNER: 1,
    NAME: 2,
    LINK: 3,
    HEAD_WORDS: 4,
    load: world.function("load", (at: unknown) => world.ask(wordAt(at).load())),
    peek: world.function("peek", (at: unknown) => world.ask(wordAt(at).load())),
    store: world.function("store", (at: unknown, value: number) => world.ask(wordAt(at).store(value))),
    exchange: world.function("exchange", (at: unknown, value: number) => world.ask(wordAt(at).exchange(value))),
    add: world.function("add", (at: unknown, value: number) => world.ask(wordAt(at).add(value))),
    compareExchange: world.function("compareExchange", (at: unknown, expected: number, value: number) =>
      world.ask(wordAt(at).compareExchange(expected, value)),
    ),
    park: world.function("park", function* (at: unknown, expected: number, timeoutMs: number = Infinity) {
      const told = yield* world.ask(wordAt(at).park(expected, timeoutMs));
      if (told === 2) clockOf().now += timeoutMs;
      return told === 0 ? "woken" : told === 1 ? "changed" : "timed-out";
    }),
    unpark: world.function("unpark", (at: unknown, count: number = Infinity) => world.ask(wordAt(at).unpark(count))),
    enterSection: world.function("enterSection", (at: unknown) => world.ask(sectionAt(at).acquire())),
    leaveSection: world.function("leaveSection", (at: unknown) => world.ask(sectionAt(at).release())),
    shared: world.function("shared", shared),
    apart: world.function("apart", (f: unknown) => world.rt.run(f, undefined, [], world.rt.up)),
    takeBlock: plain(() => addressFor(`${world.context.key}/block${world.context.made++}`)),
    giveBlock: plain(() => undefined),
    numberOf: plain((text: string) => {
      const known = texts.indexOf(text);
      return known < 0 ? texts.push(text) - 1 : known;
    }),
    textOf: plain((number: number) => texts[number] ?? ""),
    thisThread: plain(() => ({ number: world.context.ident, name: world.context.name, mayBlock: true })),
    nowMs: plain(() => clockOf().now),
    checkTimeout: plain(checkTimeout),
    deadlineOf: plain((timeoutMs: number = Infinity) => {
      checkTimeout(timeoutMs);
      return clockOf().now + timeoutMs;
    }),
    leftMs: plain((deadlineMs: number) => Math.max(0, deadlineMs - clockOf().now)),
    mustMayBlock: plain(() => undefined),
    registerObject: plain(registerObject),
    addressOf: plain((object: object) => addressOfObject.get(object) ?? 0),
    registerClass: plain(() => undefined),
    registerForm: plain(() => undefined),
    linkPrimitive: plain(() => undefined),
    primitiveLinks: plain(() => []),
    onThreadEnd: plain(() => undefined),
    attaching: plain(() => undefined),
    bytes: null,
    copyIn: plain(() => undefined),
    copyOut: plain(() => undefined),
    copyPackedIn: world.function("copyPackedIn", (at: unknown) => world.ask(wordAt(at).write(packed))),
    packHere: plain((value: unknown) => {
      packed = world.transfers.numberOf(value, "value");
      return 4;
    }),
    unpackAt: world.function("unpackAt", function* (at: unknown) {
      return world.transfers.valueOf(Number(yield* world.ask(wordAt(at).read())));
    }),
    ofThread: plain(ofThread),
    currentHeap: plain(() => "heap"),
    allocate: plain(() => addressFor(`${world.context.key}/block${world.context.made++}`)),
    rest: plain(() => undefined),
    unpack: plain(() => undefined),
    parkAsync: plain(() => undefined),
    giveUp: plain(() => undefined),
  };
}

function checkTimeout(timeoutMs: number): void {
  if (!(timeoutMs >= 0)) throw new errors.BadTimeoutError(timeoutMs);
}
