import { BadFieldError, NotTransferableError } from "./errors.ts";

/** What another thread needs to have the same object: its class and its address. */
interface Reference {
  readonly "@lockstep": string;
  readonly at: number;
}

const attachers = new Map<string, (at: number) => object>();
const references = new WeakMap<object, Reference>();

/** Tells how objects of a class are made again in another thread. `key` is the same in every thread. */
export function registerClass(key: string, attach: (at: number) => object): void {
  attachers.set(key, attach);
}

/** How a primitive is made as a field of a struct, and found again at an address. Kept apart from the class, which students have. */
export interface SharedForm {
  create(name: string): { readonly instance: object; readonly at: number };
  attach(at: number): object;
}

const forms = new WeakMap<object, SharedForm>();

export function registerForm(type: object, form: SharedForm): void {
  forms.set(type, form);
}

/** @throws {BadFieldError} for a class that is no shared primitive. */
export function sharedForm(type: object, label: string): SharedForm {
  const form = forms.get(type);
  if (!form)
    throw new BadFieldError(
      `${label} is neither a scalar nor a primitive. Fields are i32, u32, f64, bool or a class such as Lock.`,
    );
  return form;
}

/** Makes `object` known as the shared object at `at`. */
export function registerObject(object: object, key: string, at: number): void {
  references.set(object, { "@lockstep": key, at });
}

/** A form of `value` that can be posted to another thread: shared objects by reference, everything else by copy. */
export function encode(value: unknown, path = "the value"): unknown {
  if (typeof value === "function" || typeof value === "symbol") {
    throw new NotTransferableError(
      path,
      `it is a ${typeof value}; give an exported function as target, and data as args`,
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const reference = references.get(value);
  if (reference) return reference;
  if (Array.isArray(value)) return value.map((item, i) => encode(item, `${path}[${i}]`));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, `${path}.${key}`)]));
  }
  throw new NotTransferableError(path, "it is an instance of a class that is not shared; use struct() or plain data");
}

/** The value again, in the thread it was posted to. */
export function decode(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  if ("@lockstep" in value && typeof value["@lockstep"] === "string" && "at" in value && typeof value.at === "number") {
    const attach = attachers.get(value["@lockstep"]);
    if (!attach)
      throw new NotTransferableError(value["@lockstep"], "its class is not declared in this thread's modules");
    return attach(value.at);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
}
