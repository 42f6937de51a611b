import { compileFunction } from "node:vm";
import type { ModuleText } from "./compartment-host.ts";

const compile = compileFunction;

/**
 * Compiles a bundled CommonJS module of ours, outside any compartment; each call of the result gives a fresh instance. Its
 * `Error` is the tame one, as a student has it: the start compartment's own can rewrite stacks, and a class that extends it
 * would lead a student there.
 */
export function compileTrusted({
  name,
  code,
}: ModuleText): (require: unknown, module: unknown, exports: unknown) => void {
  const body = compile(code, ["require", "module", "exports", "Error"], { filename: `lockstep:${name}` });
  return (require, module, exports) => {
    Reflect.apply(body, undefined, [require, module, exports, Error.prototype.constructor]);
  };
}
