import * as errors from "@lockstep/memory/errors";
import type { SharedProperty } from "../runtime/handle.ts";
import type { Running } from "../runtime/stamp.ts";
import { AtomicCell, PlainCell } from "../shared.ts";
import { Handle, atomicOf, labelOf } from "./handle-class.ts";
import { checkedTimeout } from "./timeouts.ts";
import { boxClasses } from "./boxes.ts";
import type { World } from "./world.ts";

type Kind = "i32" | "u32" | "f64" | "bool";

/** How a value lies in a field, as a number, and how it comes out. */
const kinds: Readonly<Record<Kind, { readonly put: (value: number) => number; readonly type: string }>> = {
  i32: { put: (value) => value | 0, type: "number" },
  u32: { put: (value) => value >>> 0, type: "number" },
  f64: { put: (value) => value, type: "number" },
  bool: { put: (value) => value, type: "boolean" },
};
const got = (kind: Kind, value: number): unknown => (kind === "bool" ? value === 1 : value);

function isKind(kind: unknown): kind is Kind {
  return typeof kind === "string" && Object.hasOwn(kinds, kind);
}

function encoded(kind: Kind, value: unknown): number {
  const { type, put } = kinds[kind];
  if (typeof value !== type) throw new errors.BadFieldError(`A ${kind} field can't hold a ${typeof value}.`);
  return put(Number(value));
}

/** `@lockstep/memory` for an explored program. */
export function memoryPackage(world: World): Readonly<Record<string, unknown>> {
  const types = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, Object.freeze({ kind })]));
  const structs = new Map<string, unknown>();

  const struct = (
    name: unknown,
    fields: Readonly<Record<string, unknown>>,
    options: { readonly quiet?: unknown } = {},
  ) => {
    const text = String(name);
    const layout = Object.entries(fields).map(([field, type]) => ({ field, type, kind: kindOf(type) }));
    const shape = `${text} ${layout.map(({ field, type, kind }) => `${field}=${kind ?? nameOf(type)}`).join()}`;
    const isQuiet = options.quiet === true;
    // Each thread and each run has modules of its own, and the classes of those are the same.
    const key =
      world.context.module || layout.every(({ kind }) => kind !== null)
        ? world.nextKey("struct class", isQuiet, shape)
        : null;
    const known = key === null ? undefined : structs.get(key);
    if (known) return known;

    class Instance extends Handle<PlainCell> {
      constructor(initial: Readonly<Record<string, unknown>> = {}) {
        const own = world.nextKey("struct", isQuiet, shape);
        const properties = new Map<PropertyKey, SharedProperty>();
        const parts: (readonly [string, object])[] = [];
        for (const { field, type, kind } of layout) {
          const label = `${text}.${field}`;
          if (kind !== null) properties.set(field, scalar(kind, `${own}.${field}`, label, initial[field]));
          else {
            const part = world.part(type, label);
            if (!part) throw new errors.BadFieldError(`${label} has no type that a field can have.`);
            parts.push([field, part]);
          }
        }
        for (const field of Object.keys(initial))
          if (!properties.has(field))
            throw new errors.BadFieldError(`${text} has no field "${field}" that can be set.`);
        super(
          world.made(own, PlainCell, 0, (memory) => memory.plain(text)),
          [own, ...parts.map(([, part]) => (Handle.is(part) ? Handle.identityOf(part) : ""))].join("+"),
          properties,
        );
        for (const [field, part] of parts) Object.defineProperty(this, field, { value: part, enumerable: true });
        Object.freeze(this);
      }
    }
    const scalar = (kind: Kind, own: string, label: string, initial: unknown): SharedProperty => {
      const first = initial === undefined ? 0 : encoded(kind, initial);
      const cell = world.made(own, PlainCell, first, (memory) => memory.plain(label, first));
      cell.isQuiet = isQuiet;
      return {
        *read(): Running {
          return got(kind, Number(yield* world.ask(cell.load())));
        },
        *write(value: unknown): Running {
          yield* world.ask(cell.store(encoded(kind, value)));
          return value;
        },
      };
    };
    for (const { field, kind } of layout)
      if (kind !== null) Object.defineProperty(Instance.prototype, field, natively(world, `${text}.${field}`));
    world.methods(Instance, {}, text);
    const visible = world.visible(Instance);
    if (key !== null) structs.set(key, visible);
    return visible;
  };

  class Cell extends Handle<AtomicCell> {
    constructor(initial: unknown = 0, options: { readonly name?: unknown } = {}) {
      const first = typeof initial === "number" ? initial | 0 : 0;
      // As a field of a struct it is made with its options only.
      const given: { readonly name?: unknown } = typeof initial === "object" && initial !== null ? initial : options;
      const name = labelOf(given.name, "Cell");
      const key = world.nextKey("Cell", name);
      super(
        world.made(key, AtomicCell, first, (memory) => memory.atomic(name, first)),
        key,
      );
      Object.freeze(this);
    }
  }
  world.methods(Cell, {
    *load(this: unknown) {
      return yield* world.ask(atomicOf(this).load());
    },
    *store(this: unknown, value: unknown) {
      yield* world.ask(atomicOf(this).store(Number(value) | 0));
      return undefined;
    },
    *exchange(this: unknown, value: unknown) {
      return yield* world.ask(atomicOf(this).exchange(Number(value) | 0));
    },
    *compareExchange(this: unknown, expected: unknown, value: unknown) {
      return yield* world.ask(atomicOf(this).compareExchange(Number(expected) | 0, Number(value) | 0));
    },
    *add(this: unknown, value: unknown) {
      return yield* world.ask(atomicOf(this).add(Number(value)));
    },
    *park(this: unknown, expected: unknown, timeoutMs?: unknown) {
      const time = checkedTimeout(timeoutMs);
      const told = yield* world.ask(atomicOf(this).park(Number(expected) | 0, time));
      return told === 0 ? "woken" : told === 1 ? "changed" : "timed-out";
    },
    *unpark(this: unknown, count?: unknown) {
      return yield* world.ask(atomicOf(this).unpark(count === undefined ? Infinity : Number(count)));
    },
    parkAsync: world.refused("parkAsync"),
  });

  const rowClass = (name: string, put: (value: number) => number) => {
    class Row extends Handle<PlainCell> {
      readonly #cells: readonly PlainCell[];
      constructor(length: unknown, options: { readonly name?: unknown } = {}) {
        const count = Number(length);
        if (!(Number.isInteger(count) && count >= 0 && count <= 2 ** 20))
          throw new errors.BadFieldError(`An array's length is a whole number from 0 to ${2 ** 20}, not ${count}.`);
        const most = world.isTimed ? TIMED_ELEMENTS_MAX : ELEMENTS_MAX;
        if (count > most) world.rt.refuse(`An array of ${count} elements is too long here; up to ${most} are fine.`);
        const label = labelOf(options.name, "array");
        const key = world.nextKey(name, count, label);
        const cells = Array.from({ length: count }, (_unused, i) =>
          world.made(`${key}[${i}]`, PlainCell, 0, (memory) => memory.plain(`${label}[${i}]`)),
        );
        super(
          world.made(key, PlainCell, 0, (memory) => memory.plain(label)),
          key,
          [],
          () => elements(cells),
        );
        this.#cells = cells;
        Object.freeze(this);
      }
      get length(): number {
        return this.#cells.length;
      }
      static cellOf(row: Row, index: unknown): PlainCell {
        const cell = row.#cells[Number(index)];
        if (!cell) throw new errors.OutOfBoundsError("array", Number(index), row.#cells.length);
        return cell;
      }
      static cellsOf(row: Row): readonly PlainCell[] {
        return row.#cells;
      }
    }
    const [reads] = [world.position()];
    function* elements(cells: readonly PlainCell[]): Running {
      const { up } = world.rt;
      const values: number[] = [];
      for (const cell of cells) values.push(yield world.told(cell.load(), up, reads, [...values]));
      return values;
    }
    world.methods(
      Row,
      {
        *get(this: Row, index: unknown) {
          return yield* world.ask(Row.cellOf(this, index).load());
        },
        *set(this: Row, index: unknown, value: unknown) {
          yield* world.ask(Row.cellOf(this, index).store(put(Number(value))));
          return undefined;
        },
        toArray(this: Row) {
          return elements(Row.cellsOf(this));
        },
      },
      name,
    );
    return Row;
  };

  return {
    ...errors,
    ...types,
    ...boxClasses(world),
    struct: Object.freeze(struct),
    Cell,
    I32Array: rowClass("I32Array", (value) => value | 0),
    F64Array: rowClass("F64Array", (value) => value),
    U8Array: rowClass("U8Array", (value) => value & 255),
  };
}

/** Each element of an explored array is part of every state. */
const ELEMENTS_MAX = 64;
const TIMED_ELEMENTS_MAX = 4096;

function nameOf(type: unknown): string {
  return typeof type === "function" ? type.name : "";
}

function kindOf(type: unknown): Kind | null {
  const kind: unknown = typeof type === "object" && type !== null && "kind" in type ? type.kind : null;
  return isKind(kind) ? kind : null;
}

/** What a built-in finds that reads a shared field by itself. */
function natively(world: World, label: string): PropertyDescriptor {
  const refuse = (): never =>
    world.rt.refuse(
      `${label} is read or written by a built-in, where no other thread can get a turn. Use it in the program's own code.`,
    );
  return { get: refuse, set: refuse, enumerable: true, configurable: false };
}
