import { OnceInsideItselfError } from "@lockstep/sync/errors";
import type { Rule } from "../rule.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import { Guarded } from "../shared.ts";
import { Handle, guardedOf, labelOf } from "./handle-class.ts";
import type { World } from "./world.ts";

// A once: not done, done, or the number of the thread that is at it.
const DONE = -1;

const end = (value: number): Rule => ({
  step: "release",
  edge: "publish",
  apply: (state) => {
    state.value = value;
    return 1;
  },
});

/** `Once` for an explored program. */
export function onceClass(world: World) {
  const [begins, runs, ends] = [world.position(), world.position(), world.position()];
  const isDone: Rule = { step: "read", edge: "follow", isLook: true, apply: ({ value }) => Number(value === DONE) };
  const begin: Rule = {
    step: "acquire",
    edge: "follow",
    isReady: ({ value }, me) => value === 0 || value === DONE || value === me + 1,
    apply: (state, me) => {
      if (state.value === DONE) return 0;
      if (state.value === me + 1) return -2;
      state.value = me + 1;
      return 1;
    },
  };
  class Once extends Handle<Guarded> {
    constructor(options: { readonly name?: unknown } = {}) {
      const name = labelOf(options.name, "Once");
      const key = world.nextKey("Once", name);
      const once = world.made(key, Guarded, 0, (memory) => memory.guarded(name));
      once.names = (value) => value > 0;
      super(once, key, [["done", world.property(() => once.do(isDone), Boolean)]]);
      Object.freeze(this);
    }
  }
  world.methods(Once, {
    *run(this: unknown, body: unknown) {
      const { up } = world.rt;
      const once = guardedOf(this);
      const told = yield world.told(once.do(begin), up, begins, [body]);
      if (told === 0) return false;
      if (told === -2) throw new OnceInsideItselfError();
      try {
        yield* world.rt.run(body, undefined, [], new LocalFrame(up, runs, [this]));
      } catch (error) {
        yield world.told(once.do(end(0)), up, ends, [error]);
        throw error;
      }
      yield world.told(once.do(end(DONE)), up, ends);
      return true;
    },
    toString: world.refused("toString of a once"),
  });
  return Once;
}
