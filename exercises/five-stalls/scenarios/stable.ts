import { type Cart, day, visit } from "./parts.ts";

export { visit };

/** A day at the stable. */
export default function stable(input: {
  readonly places: number;
  readonly carts: readonly Cart[];
  readonly taken: number;
}) {
  return day(input.places, input.carts, input.taken);
}
