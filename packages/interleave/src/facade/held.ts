import { AsyncBodyError } from "@lockstep/sync/errors";
import { ExploredPromise } from "../async/promise.ts";
import { callerOf, LocalFrame } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import type { World } from "./world.ts";

/** Forms of holding that are made of acquire and release. */
export function heldForms(world: World, acquire: Steps, release: Steps): Readonly<Record<"with" | "hold", Steps>> {
  const [inside, after] = [world.position(), world.position()];
  const dispose = world.function("dispose", function* (this: { readonly held: object }): Running {
    return yield* Reflect.apply(release, this.held, []);
  });
  return {
    *with(this: object, body: unknown): Running {
      const up = callerOf(world.rt.up);
      yield* Reflect.apply(acquire, this, []);
      // `finally` is never executed by us for an unfinished run: what is dropped is never resumed.
      try {
        const result = yield* world.rt.run(body, undefined, [], new LocalFrame(up, inside, [this]));
        if (ExploredPromise.is(result)) throw new AsyncBodyError();
        world.rt.up = new LocalFrame(up, after, [this, result]);
        return result;
      } catch (error) {
        world.rt.up = new LocalFrame(up, after, [this, error]);
        throw error;
      } finally {
        yield* Reflect.apply(release, this, []);
      }
    },
    *hold(this: object): Running {
      yield* Reflect.apply(acquire, this, []);
      const held = { held: this, [Symbol.dispose]: dispose };
      Object.defineProperty(held, "held", { enumerable: false });
      return Object.freeze(held);
    },
  };
}
