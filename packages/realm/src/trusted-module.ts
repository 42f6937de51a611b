import { compileFunction } from "node:vm";
import type { ModuleText } from "./compartment-host.ts";

const compile = compileFunction;

/** Runs a bundled CommonJS module of ours, outside any compartment. */
export function runTrusted({ name, code }: ModuleText, require: unknown, module: unknown, exports: unknown): void {
  const body = compile(code, ["require", "module", "exports"], { filename: `lockstep:${name}` });
  Reflect.apply(body, undefined, [require, module, exports]);
}
