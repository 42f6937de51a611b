import { BadFieldError, TooLongError } from "@lockstep/memory/errors";
import type { Running } from "../runtime/stamp.ts";
import { PlainCell } from "../shared.ts";
import { Handle, labelOf } from "./handle-class.ts";
import type { World } from "./world.ts";

/** How a value is kept as a text, and how it comes out again. */
interface Form {
  readonly encode: (value: unknown) => string;
  readonly decode: (text: string) => unknown;
  readonly bytes: (text: string) => number;
}

const encoder = new TextEncoder();

const forms: Readonly<Record<"Text" | "Json" | "Bytes", Form>> = {
  Text: { encode: String, decode: (text) => text, bytes: (text) => encoder.encode(text).length },
  Json: {
    encode: (value) => {
      const text: unknown = JSON.stringify(value);
      if (typeof text !== "string") throw new BadFieldError(`JSON can't say a ${typeof value}.`);
      return text;
    },
    decode: (text): unknown => JSON.parse(text),
    bytes: (text) => encoder.encode(text).length,
  },
  Bytes: {
    encode: (value) => {
      const given: ArrayLike<number> = Object(value);
      return Uint8Array.from(given).join();
    },
    decode: (text) => Uint8Array.from(text === "" ? [] : text.split(",").map(Number)),
    bytes: (text) => (text === "" ? 0 : text.split(",").length),
  },
};

/** `Text`, `Json` and `Bytes` for an explored program: one plain cell each, which holds the number of a text. */
export function boxClasses(world: World): Readonly<Record<"Text" | "Json" | "Bytes", unknown>> {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, texts.push(text));
    return texts.length;
  };
  const make = (name: "Text" | "Json" | "Bytes") => {
    const form = forms[name];
    class Box extends Handle<PlainCell> {
      readonly #capacity: number;
      readonly #name: string;
      constructor(capacityBytes: unknown, options: { readonly name?: unknown } = {}) {
        const capacity = Number(capacityBytes);
        if (!(Number.isInteger(capacity) && capacity >= 1 && capacity <= 2 ** 20))
          throw new BadFieldError(`A capacity is a whole number of bytes from 1 to ${2 ** 20}, not ${capacity}.`);
        const label = labelOf(options.name, name);
        const key = world.nextKey(name, capacity, label);
        super(
          world.made(key, PlainCell, 0, (memory) => memory.plain(label)),
          key,
        );
        this.#capacity = capacity;
        this.#name = label;
        Object.freeze(this);
      }
      get capacityBytes(): number {
        return this.#capacity;
      }
      static mustFit(box: Box, text: string): void {
        const bytes = form.bytes(text);
        if (bytes > box.#capacity) throw new TooLongError(box.#name, bytes, box.#capacity);
      }
    }
    world.methods(
      Box,
      {
        *get(this: unknown): Running {
          const number = Number(yield* world.ask(Handle.sharedOf(this, PlainCell).load()));
          return number === 0 ? null : form.decode(texts[number - 1] ?? "");
        },
        *set(this: Box, value: unknown): Running {
          const text = form.encode(value);
          Box.mustFit(this, text);
          yield* world.ask(Handle.sharedOf(this, PlainCell).store(numberOf(text)));
          return undefined;
        },
      },
      name,
    );
    return Box;
  };
  return { Text: make("Text"), Json: make("Json"), Bytes: make("Bytes") };
}
