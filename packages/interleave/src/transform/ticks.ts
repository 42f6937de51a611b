import type { AnyNode } from "acorn";
import type { Emission } from "./emission.ts";
import { childrenOf, isClass, isFunction, isLoop } from "./nodes.ts";

/**
 * Text that counts these nodes as work, where the module is transformed to be timed; else nothing. A tick is one node of
 * syntax passed: an operator, a call, a name. Blocks, loops and functions inside are counted where they are passed.
 * A branch without braces counts as if it were taken.
 */
export function counted(e: Emission, nodes: readonly (AnyNode | null | undefined)[]): string {
  if (!e.isTimed) return "";
  const ticks = nodes.reduce((sum, node) => sum + (node ? ticksOf(node) : 0), 0);
  return ticks === 0 ? "" : `${e.rt}.ticks+=${ticks};`;
}

function ticksOf(node: AnyNode): number {
  if (isFunction(node) || isClass(node)) return 1;
  if (node.type === "BlockStatement" || node.type === "CatchClause" || node.type === "SwitchCase") return 0;
  if (isLoop(node)) return 1;
  return 1 + childrenOf(node).reduce((sum, child) => sum + ticksOf(child), 0);
}
