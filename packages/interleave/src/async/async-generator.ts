import { Hidden } from "../runtime/hidden.ts";
import type { LocalFrame } from "../runtime/local-state.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Running, Steps } from "../runtime/stamp.ts";
import { type Advance, type AsyncRunning, Await, Awaiting, type Yielded } from "./coroutine.ts";
import { ExploredPromise, Handler } from "./promise.ts";

type How = "next" | "return" | "throw";

/** What somebody asked it for, and has not got yet. */
interface Request {
  readonly how: How;
  readonly value: unknown;
  readonly promise: ExploredPromise;
}

/**
 * One call of an asynchronous generator: its requests wait in a queue, and it works for the first of them.
 * **Source**: ECMAScript 2025, AsyncGenerator Objects: each `await` there is one here, so that the order is that of the language.
 */
class GeneratorRun extends Awaiting {
  /** `return`: it is over, and waits for the value that it was told to return. */
  #state: "new" | "waiting" | "running" | "return" | "over" = "new";
  readonly #requests: Request[] = [];
  /** Told to return: its `finally` runs, and what comes after that is known to nobody else. */
  #isReturning = false;

  constructor(rt: Runtime) {
    const values: unknown[] = [];
    super(rt, values);
    values.push(this); // while it runs, what is asked of it is known to nobody else
  }

  get known(): readonly unknown[] {
    const requests = this.#requests.flatMap(({ how, value, promise }) => [how, value, promise]);
    return ["async generator", this.#state, this.#isReturning, ...requests, null, ...this.waitsIn];
  }

  get promise(): ExploredPromise {
    return this.#requests[0]?.promise ?? this.rt.newPromise();
  }

  /** Runs its parameters; its body waits for the first request. */
  *start(begin: () => AsyncRunning): Running {
    const { rt } = this;
    rt.up = this.root;
    const running = (this.running = begin());
    // What its parameters throw is its caller's.
    for (let next = running.next(); !next.done;) {
      if (next.value instanceof Await) {
        this.frame = next.value.frame;
        return new Hidden(Object.create(rt.asyncGeneratorPrototype), this);
      }
      const answer: unknown = yield next.value;
      next = running.next(answer);
    }
    throw new RangeError("an asynchronous generator without a beginning");
  }

  /** Answers the promise for an iterator's result. */
  *ask(how: How, value: unknown): Running {
    const promise = this.rt.newPromise();
    this.#requests.push({ how, value, promise });
    if (this.#state === "running" || this.#state === "return") return promise;
    this.root.up = this.rt.up;
    const advance = this.#work();
    if (advance) yield* this.go(advance);
    return promise;
  }

  /** What it was told to return with has come. */
  *returned(isFulfilled: boolean, value: unknown): Running {
    const at = this.#state;
    this.woken();
    const { running } = this;
    let advance: Advance | null;
    if (at === "return") {
      this.#state = "over";
      this.#answer(isFulfilled ? "fulfill" : "reject", isFulfilled ? { value, done: true } : value);
      advance = this.#work();
    } else {
      this.#isReturning = isFulfilled;
      advance = running && (() => (isFulfilled ? running.return(value) : running.throw(value)));
    }
    return advance && (yield* this.go(advance));
  }

  protected ended(value: unknown): Advance | null {
    this.#state = "over";
    this.#answer("fulfill", { value, done: true });
    return this.#work();
  }

  protected threw(error: unknown): Advance | null {
    this.#state = "over";
    this.#answer("reject", error);
    return this.#work();
  }

  protected yielded({ value, frame }: Yielded): Advance | null {
    this.#state = "waiting";
    this.#isReturning = false;
    this.frame = frame;
    this.#answer("fulfill", { value, done: false });
    return this.#work();
  }

  #answer(how: "fulfill" | "reject", value: unknown): void {
    const request = this.#requests.shift();
    if (request) ExploredPromise[how](request.promise, value);
  }

  /** Begins with the first request; null where there is none, or it has to wait. */
  #work(): Advance | null {
    for (let [request] = this.#requests; request; [request] = this.#requests) {
      const { how, value } = request;
      if (this.#state === "new" && how !== "next") this.#state = "over";
      const frame = this.#frameOf();
      this.frame = null;
      if (this.#state === "over") {
        if (how === "return") {
          this.#state = "return";
          this.#await(value, frame);
          return null;
        }
        this.#answer(how === "next" ? "fulfill" : "reject", how === "next" ? { value: undefined, done: true } : value);
        continue;
      }
      this.#state = "running";
      if (how === "return") {
        this.#await(value, frame);
        return null;
      }
      const { running, root, rt } = this;
      rt.up = root;
      return running && (() => (how === "next" ? running.next(value) : running.throw(value)));
    }
    return null;
  }

  /** Where it stands, or stood last: whoever waits is told with a place. */
  #frameOf(): LocalFrame {
    this.#lastFrame = this.frame ?? this.#lastFrame;
    if (!this.#lastFrame) throw new RangeError("an asynchronous generator that was not begun");
    return this.#lastFrame;
  }
  #lastFrame: LocalFrame | null = null;

  #await(value: unknown, frame: LocalFrame): void {
    this.waitFor(new Await(value, frame), new Returned(this, true), new Returned(this, false));
  }
}

class Returned extends Handler {
  readonly #run: GeneratorRun;
  readonly #isFulfilled: boolean;

  constructor(run: GeneratorRun, isFulfilled: boolean) {
    super();
    this.#run = run;
    this.#isFulfilled = isFulfilled;
  }

  get known(): readonly unknown[] {
    return ["returned", this.#run, this.#isFulfilled];
  }

  call(value: unknown): Running {
    return this.#run.returned(this.#isFulfilled, value);
  }
}

/** The steps of a call: they answer the generator. */
export function* asyncGenerator(rt: Runtime, begin: () => AsyncRunning): Running {
  return yield* new GeneratorRun(rt).start(begin);
}

/** What all asynchronous generators of a program inherit. */
export function asyncGeneratorPrototype(rt: Runtime, makeFunction: (name: string, steps: Steps) => object): object {
  const prototype = {};
  const put = (key: PropertyKey, value: unknown) =>
    Object.defineProperty(prototype, key, { value, writable: true, configurable: true });
  const hows: readonly How[] = ["next", "return", "throw"];
  for (const how of hows)
    put(
      how,
      makeFunction(how, function* (this: unknown, value?: unknown): Running {
        const run = Hidden.of(this);
        if (run instanceof GeneratorRun) return yield* run.ask(how, value);
        const promise = rt.newPromise();
        ExploredPromise.reject(promise, new TypeError(`${how} was called on something else than an async generator`));
        return promise;
      }),
    );
  put(
    Symbol.asyncIterator,
    // oxlint-disable-next-line require-yield -- it has no steps
    makeFunction("[Symbol.asyncIterator]", function* (this: unknown): Running {
      return this;
    }),
  );
  put(Symbol.toStringTag, "AsyncGenerator");
  return Object.freeze(prototype);
}
