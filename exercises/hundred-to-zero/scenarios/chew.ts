import { child, type Habit, party } from "./parts.ts";

export { child };

/** How many others a child saw chewing: which numbers are possible depends on who has to wait for whom. */
export default function chew(input: { readonly sweets: number; readonly habits: readonly Habit[] }) {
  const { beside } = party(input.sweets, input.habits);
  return { beside };
}
