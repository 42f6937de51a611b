import { hardened, lockRealm } from "./lockdown.ts";
import { refusal } from "./refusal.ts";

/**
 * Evaluates an expression in a compartment of its own, in which nothing exists but the language and `globals`, which are
 * hardened. Locks the realm. What is answered lives in the compartment: calling it runs code of the student.
 * @throws {RefusedModuleError} for words that are refused wherever they stand.
 */
export function evaluateConfined(code: string, globals: Readonly<Record<string, unknown>>, name: string): unknown {
  lockRealm();
  hardened(globals);
  const compartment = new Compartment({ globals: { ...globals, Proxy: undefined }, name, __options__: true });
  Object.freeze(compartment.globalThis);
  try {
    return compartment.evaluate(`${code}\n//# sourceURL=lockstep:${name}`);
  } catch (cause) {
    throw cause instanceof SyntaxError ? refusal(cause) : cause;
  }
}
