const DEPTH_MAX = 32;
const ITEMS_MAX = 10_000;
const CHARACTERS_MAX = 2 ** 20;

/** A result that is no plain data, or too much of it. */
export class NotPlainError extends TypeError {
  readonly code = "not-plain";
  constructor(because: string) {
    super(`A run must answer plain data: ${because}.`);
    this.name = "NotPlainError";
  }
}

/**
 * Copies plain data once, reading every property a single time: an object that would answer differently the second time
 * (a proxy, a getter) has had its only chance. `toJSON` is not asked.
 * @throws {NotPlainError} for functions, symbols, numbers that are not finite, nesting beyond 32, more than 10,000 items or 1,048,576 characters.
 */
export function plainCopy(value: unknown): unknown {
  let items = 0;
  let characters = 0;
  const copy = (part: unknown, depth: number): unknown => {
    if (++items > ITEMS_MAX) throw new NotPlainError(`more than ${ITEMS_MAX} items`);
    if (depth > DEPTH_MAX) throw new NotPlainError(`nested deeper than ${DEPTH_MAX}`);
    if (part === null) return null;
    switch (typeof part) {
      case "boolean":
        return part;
      case "string":
        if ((characters += part.length) > CHARACTERS_MAX) throw new NotPlainError("too much text");
        return part;
      case "number":
        if (!Number.isFinite(part)) throw new NotPlainError(`${part} is no number that can be sent`);
        return part;
      case "object": {
        if (Array.isArray(part)) {
          const { length } = part;
          if (!(length <= ITEMS_MAX)) throw new NotPlainError(`more than ${ITEMS_MAX} items`);
          return Array.from({ length }, (_unused, i) => copy(part[i], depth + 1));
        }
        return Object.fromEntries(
          Reflect.ownKeys(part)
            .filter((key) => typeof key === "string")
            .map((key) => [key, copy(Reflect.get(part, key), depth + 1)]),
        );
      }
      case "undefined":
        return null;
      case "bigint":
      case "function":
      case "symbol":
        throw new NotPlainError(`it holds a ${typeof part}`);
    }
  };
  return copy(value, 0);
}
