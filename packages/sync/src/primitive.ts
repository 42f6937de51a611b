import {
  attaching,
  linkPrimitive,
  NAME,
  LINK,
  numberOf,
  registerClass,
  registerForm,
  shared,
  textOf,
  words,
} from "@lockstep/memory/seam";

/** Words of a primitive: its head (see `memory`), then these. All fit one cache line; free for each kind: 9 to 15. */
export const SECTION = 4;
export const FIRST = 5;
export const LAST = 6;
/** Says that `FIRST` and `LAST` are a queue of waiters. */
export const HAS_QUEUE = 7;
export const FLAGS = 8;
export const OWN = 9;
export const PRIMITIVE_WORDS = 16;

/**
 * The block of a new primitive, or the one that another thread made for the same module-level object.
 * @param fill writes what it starts with.
 */
export function primitiveBlock(kind: string, name: string, fill: (at: number) => void): number {
  const named = numberOf(name);
  const { at } = shared(kind, PRIMITIVE_WORDS, (made) => {
    words[made + NAME] = named;
    fill(made);
    linkPrimitive(made + LINK);
  });
  return at;
}

/** How one kind of primitive is made as a field of a struct, and found again in another thread. */
export interface PrimitiveForm<T extends object> {
  create(name: string): T;
  /** Made with a block already claimed: arguments don't count. */
  attach(): T;
  addressOf(primitive: T): number;
}

/** Makes a class a field type for structs, and its instances something that can be given to threads. */
export function registerPrimitive<T extends object>(type: object, kind: string, form: PrimitiveForm<T>): void {
  const attach = (at: number) => attaching(at, () => form.attach());
  registerClass({ module: null, name: kind }, attach);
  registerForm(type, {
    kind,
    create(name) {
      const instance = form.create(name);
      return { instance, at: form.addressOf(instance) };
    },
    attach,
  });
}

export function nameOf(at: number): string {
  return textOf(words[at + NAME] ?? 0);
}
