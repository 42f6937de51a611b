/** An error as data. Its class doesn't cross to another thread; what it says does. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  /** Empty where it can't be seen. */
  readonly stack: string;
  /** What our own errors are told apart by. */
  readonly code?: string;
}

/** Reads an error once, as texts. */
export function errorData(error: Error): ErrorData {
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name: textOf(error.name),
    message: textOf(error.message),
    stack: textOf(error.stack ?? ""),
    ...(typeof code === "string" ? { code } : {}),
  };
}

/** Whatever an error says of itself. */
function textOf(said: unknown): string {
  return typeof said === "string" ? said : String(said);
}

const classes: Readonly<Record<string, ErrorConstructor>> = {
  RangeError,
  TypeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
};

/** An error like the one in the other thread: of the same class where that is one of the language's, else an `Error` of that name. */
export function errorFrom({ name, message, stack, code }: ErrorData): Error {
  const type = Object.hasOwn(classes, name) ? (classes[name] ?? Error) : Error;
  const error = new type(message);
  const set = (key: string, value: string) =>
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
  if (error.name !== name) set("name", name);
  if (code !== undefined) set("code", code);
  if (stack !== "") set("stack", stack);
  return error;
}
