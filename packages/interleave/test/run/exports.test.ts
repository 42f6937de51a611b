import * as futures from "@lockstep/futures";
import * as memory from "@lockstep/memory";
import * as queue from "@lockstep/queue";
import * as sync from "@lockstep/sync";
import * as threading from "@lockstep/threading";
import { expect, test } from "vitest";
import { futuresPackage } from "../../src/facade/futures.ts";
import { memoryPackage } from "../../src/facade/memory.ts";
import { queuePackage } from "../../src/facade/queue.ts";
import { syncPackage } from "../../src/facade/sync.ts";
import { threadingPackage } from "../../src/facade/threading.ts";
import { World } from "../../src/facade/world.ts";
import { Memory } from "../../src/memory.ts";
import { Runtime } from "../../src/runtime/runtime.ts";

const world = new World(new Runtime(), new Memory(), false);
const packages = [
  ["memory", memory, memoryPackage(world)],
  ["sync", sync, syncPackage(world)],
  ["threading", threading, threadingPackage(world)],
  ["queue", queue, queuePackage(world)],
  ["futures", futures, futuresPackage(world)],
] as const;

test.each(packages)(
  "an explored program can import all that %s exports, and nothing that it doesn't",
  (_name, real, explored) => {
    const hidden = ["NotGatedError", "NotRepeatableError", "ThreadCrashedError", "UnknownIfStuckError"]; // errors of the machinery

    expect(
      Object.keys(explored)
        .filter((name) => !hidden.includes(name))
        .toSorted(),
    ).toEqual(Object.keys(real).toSorted());
  },
);

/** Methods and properties of a class and its bases. */
function membersOf(type: unknown): readonly string[] {
  const found = new Set<string>();
  let prototype: object | null = typeof type === "function" ? Object(Reflect.get(type, "prototype")) : null;
  for (; prototype && prototype !== Object.prototype; prototype = Reflect.getPrototypeOf(prototype))
    for (const name of Object.getOwnPropertyNames(prototype)) found.add(name);
  return [...found].filter((name) => name !== "constructor");
}

/** Refused when an instance is made. */
const refused = ["Timer", "ThreadLocal"];

const classes = packages.flatMap(([, real, explored]) =>
  Object.entries(real).flatMap(([name, type]) =>
    typeof type === "function" && !refused.includes(name) && !name.endsWith("Error") && membersOf(type).length > 0
      ? [[name, type, Reflect.get(explored, name)] as const]
      : [],
  ),
);

// Properties whose reading is a step are no properties of the class here.
const asSteps = [
  "locked",
  "isOwned",
  "value",
  "isSet",
  "waiting",
  "broken",
  "count",
  "done",
  "readers",
  "writing",
  "isAlive",
  "qsize",
  "empty",
  "full",
  "isShutDown",
  "running",
  "cancelled",
  "state",
];

test.each(classes)("%s has the same methods", (_name, real, explored) => {
  const known = membersOf(explored);

  expect(membersOf(real).filter((name) => !known.includes(name) && !asSteps.includes(name))).toEqual([]);
});
