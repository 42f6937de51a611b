import { isSignalDue } from "./timeout-signals.ts";

/** An object of the language, how many properties it had, and what those were that are looked at. */
interface Seen {
  readonly object: object;
  readonly count: number;
  readonly properties: readonly (readonly [PropertyKey, PropertyDescriptor | undefined])[];
}

/** Looked at with their prototypes. Of what else is global, only that nothing was added: to look at it would load it. */
const BUILT_IN =
  /^(?:[A-Z]\w*(?:Array|Error|Map|Set|Ref)|Array|Object|Function|String|Number|Boolean|BigInt|Symbol|Promise|Proxy|Reflect|Math|JSON|Atomics|Date|RegExp|Error|ArrayBuffer|SharedArrayBuffer|DataView|Iterator|Map|Set|FinalizationRegistry|Intl|console)$/;

const PORT = "MessagePort";

/**
 * What a thread can leave in its worker besides its modules: timers and open handles, listeners of the process, variables
 * of the environment, global variables, changed built-ins. Made before the first thread; then asked after each whether
 * the worker is as it was. One that isn't serves nobody again.
 *
 * Not looked at: what a thread changes in Node's own modules and in globals that aren't JavaScript's, and open ports.
 */
export class WorkerTraces {
  readonly #resources = resources();
  readonly #ports = openPorts();
  readonly #listeners = listeners();
  readonly #environment = JSON.stringify(process.env);
  readonly #objects = builtIns().map(look);

  /** Whether there are more timers and open handles than before. */
  get isMoreDue(): boolean {
    return isSignalDue() || !isWithin(resources(), this.#resources);
  }

  /** Whether a port is open that was not there before: nobody knows whether a message will come. */
  get isPortOpen(): boolean {
    return openPorts() > this.#ports;
  }

  get isClean(): boolean {
    return (
      !this.isMoreDue &&
      listeners() === this.#listeners &&
      JSON.stringify(process.env) === this.#environment &&
      this.#objects.every(isUnchanged)
    );
  }
}

function resources(): ReadonlyMap<string, number> {
  void [process.stdout, process.stderr]; // made at first use; whoever prints first leaves them behind
  const counts = new Map<string, number>();
  // Ports are left out: printing opens one for a while.
  for (const name of process.getActiveResourcesInfo().filter((each) => each !== PORT))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function openPorts(): number {
  return process.getActiveResourcesInfo().filter((each) => each === PORT).length;
}

function isWithin(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): boolean {
  return [...now].every(([name, count]) => count <= (before.get(name) ?? 0));
}

function listeners(): string {
  return process
    .eventNames()
    .map((name) => `${String(name)} ${process.listenerCount(name)}`)
    .join();
}

function builtIns(): readonly object[] {
  const found = new Set<object>([globalThis]);
  for (const name of Object.getOwnPropertyNames(globalThis).filter((each) => BUILT_IN.test(each))) {
    const value: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    if (!isObject(value)) continue;
    found.add(value);
    const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
    if (isObject(prototype)) found.add(prototype);
  }
  return [...found];
}

function look(object: object): Seen {
  const keys = Reflect.ownKeys(object);
  const watched = object === globalThis ? keys.filter((key) => BUILT_IN.test(String(key))) : keys;
  const properties = watched.map((key) => [key, Object.getOwnPropertyDescriptor(object, key)] as const);
  return { object, count: keys.length, properties };
}

function isUnchanged({ object, count, properties }: Seen): boolean {
  return (
    Reflect.ownKeys(object).length === count &&
    properties.every(([key, before]) => {
      const now = Object.getOwnPropertyDescriptor(object, key);
      return Object.is(now?.value, before?.value) && now?.get === before?.get && now?.set === before?.set;
    })
  );
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
