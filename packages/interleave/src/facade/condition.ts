import { NotOwnerError } from "@lockstep/sync/errors";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Running } from "../runtime/stamp.ts";
import { ConditionOf, Guarded } from "../shared.ts";
import { Handle, conditionOf, labelOf } from "./handle-class.ts";
import { conditionForms } from "./condition-async.ts";
import { type lockClasses } from "./lock.ts";
import { checkedTimeout } from "./timeouts.ts";
import type { World } from "./world.ts";

/** `Condition` for an explored program. */
export function conditionClass(world: World, { Lock, RLock }: ReturnType<typeof lockClasses>) {
  const [looking, waiting] = [world.position(), world.position()];

  class Condition extends Handle<ConditionOf> {
    readonly lock: unknown;
    constructor(lock?: unknown, options: { readonly name?: unknown } = {}) {
      const name = labelOf(options.name, "Condition");
      const given = lock ?? new RLock({ name: `${name}.lock` });
      if (!(given instanceof Lock || given instanceof RLock))
        throw new TypeError("A condition needs a Lock or an RLock.");
      const guard = Handle.sharedOf(given, Guarded);
      const key = world.nextKey("Condition", guard.id, name);
      super(
        world.made(key, ConditionOf, 0, (memory) => memory.condition(name, guard)),
        key,
      );
      this.lock = given;
      Object.freeze(this);
    }
  }
  const lockMethod = (name: string) => {
    const method: unknown = Reflect.get(Lock.prototype, name);
    return function* (this: Condition, ...args: unknown[]): Running {
      const own: unknown = Reflect.get(Object(this.lock), name) ?? method;
      return yield* world.rt.run(own, this.lock, args, world.rt.up);
    };
  };
  function* wait(this: unknown, timeoutMs?: unknown): Running {
    const result = yield* world.ask(conditionOf(this).wait(checkedTimeout(timeoutMs)));
    if (result === -1) throw new NotOwnerError("condition.wait()");
    return result === 1;
  }
  function* notify(this: unknown, count: unknown = 1): Running {
    if ((yield* world.ask(conditionOf(this).notify(Number(count)))) === -1)
      throw new NotOwnerError("condition.notify()");
    return undefined;
  }
  world.methods(Condition, {
    wait,
    notify,
    *notifyAll(this: unknown) {
      return yield* Reflect.apply(notify, this, [Infinity]);
    },
    *waitFor(this: unknown, predicate: unknown, options: { readonly timeoutMs?: unknown } = {}) {
      const { up } = world.rt;
      const { timeoutMs } = options;
      for (;;) {
        if (yield* world.rt.run(predicate, undefined, [], new LocalFrame(up, looking, [this, predicate, timeoutMs])))
          return true;
        world.rt.up = new LocalFrame(up, waiting, [this, predicate, timeoutMs]);
        const isNotified = yield* Reflect.apply(wait, this, [timeoutMs]);
        if (!isNotified)
          return yield* world.rt.run(predicate, undefined, [], new LocalFrame(up, waiting, [this, timeoutMs]));
      }
    },
    acquire: lockMethod("acquire"),
    release: lockMethod("release"),
    withLock: lockMethod("withLock"),
    hold: lockMethod("hold"),
    ...conditionForms(world),
    toString: world.refused("toString of a condition"),
  });
  world.madeAsPart(Condition, (name) => new Condition(undefined, { name }));
  return Condition;
}
