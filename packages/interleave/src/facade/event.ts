import { ExploredPromise } from "../async/promise.ts";
import type { Rule } from "../rule.ts";
import { AtomicCell, operation } from "../shared.ts";
import { asyncWait, inTime, promised, rejected } from "./async-forms.ts";
import { Handle, atomicOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** `Event`, as the real one: a word that counts how often it was set and cleared, so that a quick `clear` loses nobody. */
export function eventClass(world: World) {
  const [looks, sleeps, sets] = [world.position(), world.position(), world.position()];
  class Event extends Handle<AtomicCell> {
    constructor(options: { readonly name?: unknown } = {}) {
      const name = labelOf(options.name, "Event");
      const key = world.nextKey("Event", name);
      const word = world.made(key, AtomicCell, 0, (memory) => memory.atomic(name));
      super(word, key, [
        [
          "isSet",
          world.property(
            () => word.load(),
            (state) => (state & 1) === 1,
          ),
        ],
      ]);
      Object.freeze(this);
    }
  }
  world.methods(Event, {
    *set(this: unknown) {
      const [{ up }, word] = [world.rt, atomicOf(this)];
      const state = yield world.told(word.load(), up, sets);
      if ((state & 1) === 1) return undefined;
      if ((yield world.told(word.compareExchange(state, state + 1), up, sets, [state])) !== state) return undefined;
      yield world.told(word.unpark(Infinity), up, sets, ["wake"]);
      return undefined;
    },
    *clear(this: unknown) {
      const [{ up }, word] = [world.rt, atomicOf(this)];
      const state = yield world.told(word.load(), up, sets, ["clear"]);
      if ((state & 1) === 1) yield world.told(word.compareExchange(state, state + 1), up, sets, ["clear", state]);
      return undefined;
    },
    *wait(this: unknown, timeoutMs?: unknown) {
      const [{ up }, word, time] = [world.rt, atomicOf(this), checkedTimeout(timeoutMs)];
      const before = yield world.told(word.load(), up, looks, [time]);
      if ((before & 1) === 1) return true;
      if (time === 0) return false;
      for (;;) {
        const told = yield world.told(word.park(before, time), up, sleeps, [before, time]);
        if ((yield world.told(word.load(), up, looks, [before, told, time])) !== before) return true;
        if (told === 2) return false;
      }
    },
    *waitAsync(this: unknown, options: unknown) {
      const [{ up }, word, { timeoutMs, signal }] = [world.rt, atomicOf(this), asyncWait(options)];
      if (signal?.isAborted) return rejected(world, signal.reason);
      const before = yield world.told(word.load(), up, looks, ["async", timeoutMs]);
      world.rt.up = up;
      if ((before & 1) === 1 || timeoutMs === 0) {
        const promise = world.rt.newPromise();
        ExploredPromise.fulfill(promise, (before & 1) === 1);
        return promise;
      }
      const isChanged: Rule = {
        step: "wait",
        edge: "follow",
        isSleep: true,
        isReady: ({ value }) => value !== before,
        apply: () => 1,
      };
      return promised(world, {
        asked: () => operation(word, "rule", { rule: isChanged }),
        answer: inTime,
        timeoutMs,
        signal,
        known: [word.id, before],
      });
    },
    toString: world.refused("toString of an event"),
  });
  return Event;
}
