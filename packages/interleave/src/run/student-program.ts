import { NotTransferableError } from "@lockstep/memory/errors";
import { memoryPackage } from "../facade/memory.ts";
import { futuresPackage } from "../facade/futures.ts";
import { queuePackage } from "../facade/queue.ts";
import { explorerConsole, scenarioPackage, studentView } from "../facade/scenario.ts";
import { syncPackage } from "../facade/sync.ts";
import { threadingPackage } from "../facade/threading.ts";
import { abortClasses } from "../async/abort.ts";
import { asyncGeneratorPrototype } from "../async/async-generator.ts";
import { promiseClass } from "../async/promise-class.ts";
import { abortAfter, timers } from "../facade/timers.ts";
import type { Transfers } from "../facade/transfer.ts";
import { World } from "../facade/world.ts";
import { type Program, TIMED_THREADS_MAX } from "../program.ts";
import { EXPLORED, Runtime, type RuntimeOptions } from "../runtime/runtime.ts";
import type { Running } from "../runtime/stamp.ts";
import type { Place } from "../transform/refused.ts";
import type { Transformed } from "../transform/transform.ts";
import { type ModuleBody, ThreadRun, type Thrown } from "./thread-run.ts";

export interface ProgramModule extends Transformed {
  readonly name: string;
}

/** What to explore of transformed modules. */
export interface ProgramOptions {
  readonly modules: readonly ProgramModule[];
  /** The module that is the program, or the scenario that drives it. */
  readonly entry: string;
  /** The export that is called; null: the module's body is the program, as its main module. */
  readonly main: string | null;
  readonly args?: readonly unknown[];
  /** The student's module, for a scenario. */
  readonly student?: string;
  /** Evaluates an expression where the program may run: in a compartment for code that is not ours. */
  readonly evaluate: (code: string, globals: Readonly<Record<string, unknown>>) => unknown;
  /** Made of what the main function returned, once a run: a plain copy of what may answer differently the second time. */
  readonly copy?: (result: unknown) => unknown;
  /** Told of what the program says on its console, in each run. */
  readonly onSaid?: (values: readonly unknown[]) => void;
  /** Other packages that the program may import. */
  readonly packages?: (world: World) => Readonly<Record<string, unknown>>;
  /** Told of each error that leaves a thread, in each run. */
  readonly onThrown?: (thrown: Thrown) => void;
  /** Whether what the main function returned is as it should be. */
  readonly invariant?: (result: unknown) => boolean;
  /** Makes everything that is handed to the program unchangeable. */
  readonly harden?: (value: object) => void;
  /** Whether there is `setTimeout` and the like; true where absent. */
  readonly hasTimers?: boolean;
  /** For a run on virtual cores: work is counted, loops may turn as often as such a run allows. */
  readonly isTimed?: boolean;
}

/** Turns of loops between two steps of a timed program: some seconds of real work, after which it is given up. */
const TIMED: RuntimeOptions = { turnsMax: 30_000_000, isTimed: true };

/** A transformed program, ready for `explore`, and where its sites lie. */
export interface ReadyProgram extends Program {
  readonly placeOf: (site: number) => Place | null;
}

/** Wires transformed modules to a model: its memory, primitives and threads. Each thread and each run has modules of its own. */
export function studentProgram(options: ProgramOptions): ReadyProgram {
  const {
    modules,
    entry,
    main,
    args = [],
    student,
    evaluate,
    invariant,
    harden,
    isTimed = false,
    hasTimers = true,
  } = options;
  const { copy = (result: unknown) => result, onSaid = () => undefined, onThrown = () => undefined } = options;
  const sites = new Map<number, Place>();
  for (const { firstSite, sites: places } of modules)
    for (const [i, place] of places.entries()) sites.set(firstSite + i, place);
  return {
    placeOf: (site) => sites.get(site) ?? null,
    setup(memory) {
      const rt = new Runtime(isTimed ? TIMED : EXPLORED);
      const world = new World(rt, memory, isTimed);
      const packages = new Map<string, unknown>();
      const bodies = new Map<string, ModuleBody>();
      let running: ThreadRun | null = null;
      packages.set("@lockstep/memory", memoryPackage(world));
      packages.set("@lockstep/sync", syncPackage(world));
      packages.set("@lockstep/threading", threadingPackage(world));
      packages.set("@lockstep/queue", queuePackage(world));
      packages.set("@lockstep/futures", futuresPackage(world));
      if (student !== undefined) {
        const load = (up: Parameters<ThreadRun["load"]>[1]): Running => {
          if (!running) throw new RangeError("no thread runs");
          return running.load(student, up);
        };
        packages.set("@lockstep/sandbox/scenario", scenarioPackage(world, load));
      }
      for (const [name, table] of Object.entries(options.packages?.(world) ?? {})) packages.set(name, table);
      for (const [name, table] of packages)
        packages.set(name, Object.defineProperties({}, visibleIn(world, Object(table))));
      const forStudent = studentView(packages);
      const packagesOf = (module: string) => (module === student ? forStudent : packages);
      memory.onNoted = onSaid;
      rt.asyncGeneratorPrototype = asyncGeneratorPrototype(rt, (name, steps) => world.function(name, steps));
      rt.globals = {
        Promise: promiseClass(rt, (name, steps) => world.function(name, steps)),
        ...abortClasses(
          rt,
          (name, steps) => world.function(name, steps),
          (signal, durationMs) => abortAfter(world, signal, durationMs),
        ),
        ...(hasTimers && timers(world)),
      };
      const globals = { ...rt.globals, console: explorerConsole(world, (values) => memory.onNoted?.(values)) };
      for (const table of [...packages.values(), ...forStudent.values(), globals])
        if (typeof table === "object" && table !== null) harden?.(table);
      for (const { name, code } of modules) {
        const make: unknown = evaluate(code, globals);
        if (typeof make !== "function") throw new RangeError("a transformed module is a function");
        bodies.set(name, make(rt));
      }
      const start = (given: ConstructorParameters<typeof ThreadRun>[0]) => {
        const thread = new ThreadRun(given);
        const enter = () => {
          running = thread;
          world.current = thread;
          rt.agent = thread.loop.agent;
        };
        return thread.begin(rt, enter);
      };
      world.bodyOf = (target, given, child) => {
        const body = () =>
          start({
            world,
            bodies,
            packagesOf,
            copy,
            onThrown,
            ...child,
            isMain: false,
            entry: { module: target.module, name: target.name, args: listOf(given) },
          });
        const identity = JSON.stringify([child.key, target.module, target.name, given, child.name, child.isDaemon]);
        const work = JSON.stringify([target.module, target.name, given, child.isDaemon]);
        return Object.assign(body, { threadName: child.name, isDaemon: child.isDaemon, identity, work });
      };
      world.bodyOfSteps = (steps, work, child) => {
        const body = () => start({ world, bodies, packagesOf, copy, onThrown, ...child, isMain: false, entry: steps });
        const identity = JSON.stringify([child.key, work]);
        return Object.assign(body, { threadName: child.name, isDaemon: child.isDaemon, identity, work });
      };
      const listOf = (number: number): readonly unknown[] => {
        const list = world.transfers.valueOf(number);
        return Array.isArray(list) ? list : [];
      };
      const given = world.transfers.numberOf(args, "args");
      const mainBody = () =>
        start({
          world,
          bodies,
          packagesOf,
          copy,
          onThrown,
          key: "main",
          name: "main",
          isDaemon: false,
          object: null,
          isMain: main === null,
          entry: { module: entry, name: main, args: listOf(given) },
        });
      return {
        threads: [Object.assign(mainBody, { threadName: "main" })],
        tell,
        numberOf: (result) => numberOf(world.transfers, result),
        namesThreads: () => world.namesThreads || world.transfers.carriesThreads,
        hasTurned: () => rt.hasTurned,
        ...(isTimed && { threadsMax: TIMED_THREADS_MAX }),
        ...(invariant && { invariant: (_valueOf: unknown, result: unknown) => invariant(result) }),
      };
    },
  };
}

/** The classes of a package as programs see them; what is looked up when it is asked for stays so. */
function visibleIn(world: World, table: object): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(table)).map(([key, descriptor]) => [
      key,
      "value" in descriptor ? { ...descriptor, value: world.visible(descriptor.value) } : descriptor,
    ]),
  );
}

/** What a thread returned: 0 where that can't go to another thread. */
function numberOf(transfers: Transfers, result: unknown): number {
  try {
    return transfers.numberOf(result, "result");
  } catch (error) {
    if (error instanceof NotTransferableError) return 0;
    throw error;
  }
}

/** Equal results are equal texts. */
function tell(result: unknown): string {
  try {
    return JSON.stringify(result) ?? String(result);
  } catch {
    return "a result that JSON can't say";
  }
}
