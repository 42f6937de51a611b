import { z } from "zod";

/** What may cross from the sandbox: plain JSON, nothing that can answer differently when read twice. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Nesting beyond this is refused before the value is walked. */
const DEPTH_MAX = 32;

function isPlain(value: unknown, depth: number): value is Plain {
  if (depth > DEPTH_MAX) return false;
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  return Object.values(value).every((item) => isPlain(item, depth + 1));
}

/** A plain value, at most 32 levels deep; NaN and the infinities are refused. */
export const plain = z.custom<Plain>((value) => isPlain(value, 0), "not a plain value");
