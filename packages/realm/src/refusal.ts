/** A module that can't be used in the realm; the text says what to change. */
export class RefusedModuleError extends Error {
  readonly code = "refused-module";
  constructor(text: string, options?: ErrorOptions) {
    super(text, options);
    this.name = "RefusedModuleError";
  }
}

/** ses refuses some words by text, even inside a string. What it means, in words of ours. */
const refused: readonly (readonly [RegExp, string])[] = [
  [
    /import expression/i,
    "import(…) can't be used here, not even inside a text. Write import statements at the top of the file.",
  ],
  [/direct eval/i, "eval(…) can't be used here, not even inside a text."],
  [/html comment/i, "<!-- and --> can't be used here, not even inside a text. Write them in two parts."],
];

/** The error for a module whose text could not be evaluated. */
export function refusal(cause: SyntaxError): Error {
  const text = refused.find(([words]) => words.test(cause.message))?.[1];
  return text === undefined ? cause : new RefusedModuleError(text, { cause });
}
