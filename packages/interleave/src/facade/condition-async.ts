import { NotOwnerError } from "@lockstep/sync/errors";
import { type AsyncRunning, Await, Coroutine } from "../async/coroutine.ts";
import { type Rule, type RuleState, takeBack } from "../rule.ts";
import { LocalFrame } from "../runtime/local-state.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { type ConditionOf, Guarded, holderOf, operation } from "../shared.ts";
import { dropTicket, isInLine, lineUp } from "../waiting-line.ts";
import { asyncWait, inTime, promised } from "./async-forms.ts";
import { conditionOf } from "./handle-class.ts";
import type { Context, World } from "./world.ts";

/** Answers what the lock holds, -1 where the calling thread doesn't hold it. */
const held: Rule = {
  step: "read",
  edge: "follow",
  isLook: true,
  apply: ({ value }, me) => (holderOf(value) === me + 1 ? value : -1),
};
const leave: Rule = {
  step: "release",
  edge: "publish",
  isGift: true,
  apply: (state) => {
    state.value = 0;
    return 1;
  },
};
const ruleOf = (step: Rule["step"], apply: (state: RuleState) => number): Rule => ({ step, edge: "follow", apply });

const [OWNS, JOINS, LEAVES, WAITS, AGAIN, COUNTS, LOOKS, LAST] = [
  -3050, -3051, -3052, -3053, -3054, -3055, -3056, -3057,
];

/**
 * `waitAsync` and `waitForAsync` of a condition. Whoever waits so holds a ticket in the same line as the threads that sleep; it
 * joins that line before it gives the lock back, so nobody who may notify can come in between.
 */
export function conditionForms(world: World): Readonly<Record<"waitAsync" | "waitForAsync", Steps>> {
  const { rt } = world;
  const taken = new WeakMap<Context, Set<string>>();

  /** The first number that the thread doesn't use now: so waiting again and again comes back to the same state. */
  function ticketOf(condition: ConditionOf): { readonly ticket: string; readonly used: Set<string> } {
    const { context } = world;
    const used = taken.get(context) ?? new Set();
    taken.set(context, used);
    let number = 0;
    while (used.has(`${condition.id} ${number}`)) number++;
    used.add(`${condition.id} ${number}`);
    return { ticket: `${condition.id} ${number}`, used };
  }

  function* waits(
    condition: ConditionOf,
    lock: Guarded,
    call: string,
    { timeoutMs, signal }: ReturnType<typeof asyncWait>,
  ): AsyncRunning {
    const base = rt.up;
    const saved = Number(yield world.told(lock.do(held), base, OWNS, [condition.id, timeoutMs]));
    if (saved === -1) throw new NotOwnerError(call);
    if (signal?.isAborted) throw signal.reason;
    const { ticket, used } = ticketOf(condition);
    const mine = `${world.context.key} ${ticket}`;
    const known = [condition.id, ticket, saved, timeoutMs, signal];
    const at = (rule: Rule) => operation(condition, "rule", { rule });
    const join = ruleOf("wait", (state) => {
      lineUp(state, mine);
      return 1;
    });
    yield world.told(at(join), base, JOINS, known);
    yield world.told(lock.do(leave), base, LEAVES, known);
    const called: Rule = {
      step: "wake",
      edge: "follow",
      isSleep: true,
      isReady: (state) => !isInLine(state, mine),
      apply: () => 1,
    };
    rt.up = new LocalFrame(base, WAITS, known);
    try {
      yield new Await(
        promised(world, { asked: () => at(called), answer: inTime, timeoutMs, signal, known }),
        new LocalFrame(base, WAITS, known),
      );
    } catch (error) {
      if (!signal?.isAborted) throw error; // otherwise it acquires the lock again before it says so
    }
    rt.up = new LocalFrame(base, AGAIN, known);
    const again = { asked: () => lock.do(takeBack(saved)), answer: inTime, timeoutMs: Infinity, known };
    yield new Await(promised(world, again), new LocalFrame(base, AGAIN, known));
    // Whose time was over, but who was called before it left, counts as notified.
    const drop = ruleOf("read", (state) => Number(dropTicket(state, mine)));
    const isLate = Number(yield world.told(at(drop), base, COUNTS, known));
    used.delete(ticket);
    if (isLate === 1 && signal?.isAborted) throw signal.reason;
    return isLate === 0;
  }

  return {
    *waitAsync(this: unknown, options: unknown): Running {
      const [condition, wait] = [conditionOf(this), asyncWait(options)];
      const lock = lockOf(condition);
      return yield* new Coroutine(rt).start(() => waits(condition, lock, "condition.waitAsync()", wait));
    },
    *waitForAsync(this: unknown, predicate: unknown, options: unknown): Running {
      const [condition, wait] = [conditionOf(this), asyncWait(options)];
      const lock = lockOf(condition);
      function* loop(): AsyncRunning {
        const base = rt.up;
        const frame = () => new LocalFrame(base, LOOKS, [condition.id, predicate, wait.timeoutMs, wait.signal]);
        const holds = Number(
          yield world.told(lock.do(held), base, OWNS, [condition.id, predicate, wait.timeoutMs, wait.signal]),
        );
        if (holds === -1) throw new NotOwnerError("condition.waitForAsync()");
        for (;;) {
          if (yield* rt.run(predicate, undefined, [], frame())) return true;
          if (wait.timeoutMs === 0) return false;
          rt.up = frame();
          const waiting = new Coroutine(rt).start(() => waits(condition, lock, "condition.waitForAsync()", wait));
          const isNotified: unknown = yield new Await(yield* waiting, frame());
          if (isNotified !== true)
            return Boolean(yield* rt.run(predicate, undefined, [], new LocalFrame(base, LAST, [])));
        }
      }
      return yield* new Coroutine(rt).start(loop);
    },
  };
}

function lockOf({ guard }: ConditionOf): Guarded {
  if (guard instanceof Guarded) return guard;
  throw new TypeError("a condition of a program has a lock of the program");
}
