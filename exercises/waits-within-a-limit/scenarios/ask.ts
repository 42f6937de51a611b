import { student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/waits.ts";

/** Asks for `count` items: all at once, or with a limit. */
export default function ask(input: { readonly count: number; readonly limit: number | null }) {
  const { askAll, askWithin } = student<typeof Student>("askAll", "askWithin");
  return input.limit === null ? askAll(input.count) : askWithin(input.count, input.limit);
}
