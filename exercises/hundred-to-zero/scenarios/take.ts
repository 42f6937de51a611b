import { child, type Habit, party } from "./parts.ts";

export { child };

/** Children take from one jar; each has its habit. */
export default function take(input: { readonly sweets: number; readonly habits: readonly Habit[] }) {
  return party(input.sweets, input.habits);
}
