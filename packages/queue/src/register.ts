import { addressOf, attaching, registerClass, registerForm, type SharedClass } from "@lockstep/memory/seam";

/** A class that stands for a queue in the declaration of a struct. */
export type FieldType<T extends object> = SharedClass<T>;

/** Which queue a class is: its kind, and the order in which items leave. */
export interface QueueForm {
  readonly kind: string;
  readonly order: number;
  /** The smaller leaves first, where the order is by priority. @throws {BadPriorityError} */
  readonly priorityOf?: (item: unknown) => number;
}

/** Kept apart from the classes, which students have: whoever could choose the kind could touch any word. */
const forms = new WeakMap<object, QueueForm>();

/** The form of a class, or of the one that it extends. */
export function formOf(type: object): QueueForm {
  for (let at: object | null = type; at !== null; at = Reflect.getPrototypeOf(at)) {
    const form = forms.get(at);
    if (form) return form;
  }
  throw new TypeError("This is no class of queues.");
}

/** Makes a class of queues a field type, and its instances something that can be given to threads. */
export function registerQueue(type: object, form: QueueForm, create: (name: string) => object): void {
  const { kind } = form;
  forms.set(type, form);
  const attach = (at: number) => attaching(at, () => create(""));
  registerClass({ module: null, name: kind }, attach);
  registerForm(type, {
    kind,
    create(name) {
      const instance = create(name);
      return { instance, at: addressOf(instance) };
    },
    attach,
  });
}

/** A field type with a limit of its own. */
export function fieldOf<T extends object>(kind: string, create: (name: string) => T): FieldType<T> {
  const field = Object.freeze({}); // nobody makes an instance of it
  const attach = (at: number) => attaching(at, () => create(""));
  registerForm(field, {
    kind,
    create(name) {
      const instance = create(name);
      return { instance, at: addressOf(instance) };
    },
    attach,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it stands for the class in a declaration, and nowhere else
  return field as FieldType<T>;
}
