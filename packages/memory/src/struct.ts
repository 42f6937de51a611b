import { exactNumberOf, inDirectory, numberInside, ofDirectory, valueAt } from "./directory.ts";
import { BadFieldError } from "./errors.ts";
import { gate } from "./gate.ts";
import { doubles, words } from "./heap.ts";
import { fieldLabel } from "./labels.ts";
import { DOES } from "./notes.ts";
import { apart, attaching, type ClassKey, classKey, type ClassPlace, nextClass, shared } from "./scope.ts";
import { registerClass, registerForm, registerObject, type SharedForm, sharedForm } from "./transfer.ts";

/** A number or truth value in shared memory. */
export interface ScalarField<T> {
  readonly kind: "i32" | "u32" | "f64" | "bool";
  /** Never there; carries the type. */
  readonly type?: T;
}

/** 32 bits with sign; other numbers wrap around. */
export const i32: ScalarField<number> = Object.freeze({ kind: "i32" });
/** 32 bits without sign; other numbers wrap around. */
export const u32: ScalarField<number> = Object.freeze({ kind: "u32" });
/** A double. */
export const f64: ScalarField<number> = Object.freeze({ kind: "f64" });
/** True or false. */
export const bool: ScalarField<boolean> = Object.freeze({ kind: "bool" });

/** A class whose instances can be fields of a struct: every primitive of `sync`, every struct. */
export type SharedClass<T extends object> = abstract new (...args: never[]) => T;

export type Field = ScalarField<number> | ScalarField<boolean> | SharedClass<object>;
type Fields = Readonly<Record<string, Field>>;
type ValueOf<F> = F extends ScalarField<infer T> ? T : F extends SharedClass<infer T> ? T : never;
type ScalarKeys<F extends Fields> = { [K in keyof F]: F[K] extends SharedClass<object> ? never : K }[keyof F];

/** An instance: scalars can be read and set, primitives are fixed. */
export type Struct<F extends Fields> = { [K in ScalarKeys<F>]: ValueOf<F[K]> } & {
  readonly [K in Exclude<keyof F, ScalarKeys<F>>]: ValueOf<F[K]>;
};

/** What `struct` answers: scalars may be given first values, all others begin as 0 or false. */
export type StructClass<F extends Fields> = new (
  initial?: Partial<{ [K in ScalarKeys<F>]: ValueOf<F[K]> }>,
) => Struct<F>;

/**
 * Declares a class whose instances lie in shared memory: every thread that has one sees the same fields.
 * Reads and writes are plain, not atomic: what threads do to one field at once needs a lock.
 * Declare it at the top level of a module, so that other threads find the class when an instance is given to them.
 * @param name shown in schedules and reports, such as `Office.left`.
 * @param options.quiet for bookkeeping that is no part of what is watched: its accesses are no decision points and stay out of schedules.
 * @example
 * const Office = struct("Office", { left: i32 });
 * const office = new Office({ left: 10 });
 * office.left = office.left - 1;
 */
export function struct<const F extends Fields>(
  name: string,
  fields: F,
  options: { readonly quiet?: boolean } = {},
): StructClass<F> {
  const given: unknown = name;
  const text = String(given); // what is no text becomes one here, once
  const place = nextClass();
  const watched = options.quiet ? null : gate;
  const before = place && made.get(place.module)?.[place.order];
  if (before?.text === text && before.watched === watched && isOf(before.layout, text, fields)) {
    registerClass(before.key, before.attach);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made of the same fields
    return before.type as unknown as StructClass<F>;
  }
  const layout = layoutOf(text, fields);
  const kind = kindOf(text, layout);
  const key = place && classKey(place, kind);
  // The back end is bound above, not looked up at each access: that would double its cost.
  /** Where an instance keeps its number; 0 where nobody watches. */
  const numberAt = layout.length * 2;
  const labelOf = (field: string, at: number) => fieldLabel(text, words[at + numberAt] ?? 0, field);

  class Instance {
    static {
      const addressOf = (self: object): number => {
        if (!(#at in self)) throw new BadFieldError(`This is no ${text}.`);
        return self.#at;
      };
      for (const { field, scalar, offset } of layout) {
        const property: PropertyDescriptor = scalar
          ? accessor(scalar, offset, (at) => labelOf(field, at), watched, addressOf)
          : {
              get(this: Instance) {
                return this.#parts.get(field);
              },
            };
        for (const part of Object.values(property)) Object.freeze(part);
        Object.defineProperty(this.prototype, field, { ...property, enumerable: true });
      }
      Object.defineProperty(this, "name", { value: text });
      Object.freeze(this.prototype);
      const attach = (at: number) => attaching(at, () => new Instance());
      if (place && key) {
        registerClass(key, attach);
        keepClass(place, { type: this, text, layout, watched, key, attach });
      }
      registerForm(this, {
        kind,
        create() {
          const instance = new Instance();
          return { instance, at: instance.#at };
        },
        attach,
      });
    }
    readonly #at: number;
    readonly #parts = new Map<string, object>();

    constructor(initial: Readonly<Record<string, number | boolean>> = {}) {
      // A subclass would arrive in other threads as its base, and could answer for fields what it likes.
      if (new.target !== Instance) throw new BadFieldError(`${text} can't be extended. Write functions that take one.`);
      const block = shared(kind, numberAt + 2);
      this.#at = block.at;
      if (block.fresh) words[block.at + numberAt] = watched ? nextOf(kind) : 0;
      for (const { field, form, offset } of layout) {
        if (!form) continue;
        if (block.fresh) {
          const { instance, at } = apart(() => form.create(labelOf(field, block.at)));
          words[block.at + offset] = at;
          this.#parts.set(field, instance);
        } else this.#parts.set(field, form.attach(words[block.at + offset] ?? 0));
      }
      if (block.fresh) for (const [field, value] of Object.entries(initial)) this.#fill(field, value);
      registerObject(this, key, this.#at);
      Object.freeze(this);
    }

    #fill(field: string, value: number | boolean): void {
      const found = layout.find((entry) => entry.field === field);
      if (!found?.scalar) throw new BadFieldError(`${text} has no field "${field}" that can be set.`);
      write(found.scalar, this.#at + found.offset, value);
    }
  }
  Object.freeze(Instance);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the accessors are defined from `fields`, which the compiler can't follow
  return Instance as unknown as StructClass<F>;
}

/** A class that was declared before in this worker, at the same place of the same module. */
interface Made {
  readonly type: abstract new (...args: never[]) => object;
  readonly text: string;
  readonly layout: readonly Place[];
  readonly watched: typeof gate;
  readonly key: ClassKey;
  readonly attach: (at: number) => object;
}

/**
 * By module and place. The next thread of the worker that evaluates the module gets the same class: it keeps nothing, and it is
 * frozen through and through, so that no thread can leave anything on it.
 */
const made = new Map<string, Made[]>();

function keepClass({ module, order }: ClassPlace, one: Made): void {
  const known = made.get(module) ?? [];
  known[order] = one;
  made.set(module, known);
}

/** Whether this is the layout of these fields. */
function isOf(layout: readonly Place[], name: string, fields: Fields): boolean {
  let i = 0;
  for (const field of Object.keys(fields)) {
    const known = layout[i++];
    const type = fields[field];
    if (known?.field !== field || type === undefined || known.scalar !== scalarOf(type)) return false;
    if (known.form !== null && known.form !== sharedForm(type, `${name}.${field}`)) return false;
  }
  return i === layout.length;
}

/** How many instances of this kind were made before, and one; in all threads of the round. */
function nextOf(kind: string): number {
  let at = counters().get(kind);
  if (at === undefined) {
    const name = `${exactNumberOf(kind)}!`;
    counters().set(kind, (at = inDirectory(() => valueAt(numberInside(name)))));
  }
  return Atomics.add(words, at, 1) + 1;
}
const counters = ofDirectory(() => new Map<string, number>());

type Kind = ScalarField<unknown>["kind"];
const KINDS: ReadonlySet<unknown> = new Set<Kind>(["i32", "u32", "f64", "bool"]);

/** Where one field lies. Exactly one of `scalar` and `form` is there. */
interface Place {
  readonly field: string;
  readonly scalar: Kind | null;
  readonly form: SharedForm | null;
  readonly offset: number;
}

/** Each declared type is looked at once: later it might say something else. */
function layoutOf(name: string, fields: Fields): readonly Place[] {
  return Object.entries(fields).map(([field, type], i) => {
    const label = `${name}.${field}`;
    const scalar = scalarOf(type);
    return { field, scalar, form: scalar ? null : sharedForm(type, label), offset: i * 2 };
  });
}

function scalarOf(type: Field): Kind | null {
  const kind: unknown = typeof type === "object" && type !== null && "kind" in type ? type.kind : null;
  return isKind(kind) ? kind : null;
}

function isKind(kind: unknown): kind is Kind {
  return KINDS.has(kind);
}

/** Name and layout as one text, unlike that of any other layout: the kinds of parts are in it. */
function kindOf(name: string, layout: readonly Place[]): string {
  const fields = layout.map(({ field, scalar, form }) => `${word(field)}:${scalar ?? form?.kind ?? ""}`);
  return `${word(name)}{${fields.join()}}`;
}

/** What is no plain word is quoted, so that no name can look like a layout. */
function word(text: string): string {
  return /^\w+$/.test(text) ? text : JSON.stringify(text);
}

function read(kind: Kind, at: number): number | boolean {
  switch (kind) {
    case "i32":
      return words[at] ?? 0;
    case "u32":
      return (words[at] ?? 0) >>> 0;
    case "f64":
      return doubles[at / 2] ?? 0;
    case "bool":
      return words[at] === 1;
  }
}

function write(kind: Kind, at: number, value: number | boolean): void {
  if (typeof value !== (kind === "bool" ? "boolean" : "number"))
    throw new BadFieldError(`A ${kind} field can't hold a ${typeof value}.`);
  if (kind === "f64") doubles[at / 2] = Number(value);
  else words[at] = Number(value) | 0;
}

function accessor(
  kind: Kind,
  offset: number,
  labelOf: (at: number) => string,
  watched: typeof gate,
  addressOf: (self: object) => number,
): PropertyDescriptor {
  if (!watched) {
    return {
      get(this: object) {
        return read(kind, addressOf(this) + offset);
      },
      set(this: object, value: number | boolean) {
        write(kind, addressOf(this) + offset, value);
      },
    };
  }
  return {
    get(this: object) {
      const at = addressOf(this);
      watched.point(DOES.read, at + offset);
      const value = read(kind, at + offset);
      if (watched.wantsName) watched.log("read", labelOf(at), value);
      return value;
    },
    set(this: object, value: number | boolean) {
      const at = addressOf(this);
      watched.point(DOES.write, at + offset);
      write(kind, at + offset, value);
      if (watched.wantsName) watched.log("write", labelOf(at), read(kind, at + offset));
    },
  };
}
