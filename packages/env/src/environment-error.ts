/** A variable of the environment is missing or wrong. The message names each, and what to do. */
export class EnvironmentError extends Error {
  readonly code = "environment";
  /** Names of the variables. */
  readonly variables: readonly string[];
  constructor(problems: readonly { readonly variable: string; readonly text: string }[]) {
    const lines = problems.map(({ variable, text }) => `  ${variable}: ${text}`);
    super(`The environment is not complete:\n${lines.join("\n")}`);
    this.name = "EnvironmentError";
    this.variables = [...new Set(problems.map(({ variable }) => variable))];
  }
}
