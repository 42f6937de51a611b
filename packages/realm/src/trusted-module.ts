import { compileFunction } from "node:vm";
import type { ModuleText } from "./compartment-host.ts";

const compile = compileFunction;

/**
 * Runs a bundled CommonJS module of ours, outside any compartment. Its `Error` is the tame one, as a student has it: the
 * start compartment's own can rewrite stacks, and a class that extends it would lead a student there.
 */
export function runTrusted({ name, code }: ModuleText, require: unknown, module: unknown, exports: unknown): void {
  const body = compile(code, ["require", "module", "exports", "Error"], { filename: `lockstep:${name}` });
  Reflect.apply(body, undefined, [require, module, exports, Error.prototype.constructor]);
}
