import { clerk, day, type Order } from "./parts.ts";

export { clerk };

/** A day at the bank. */
export default function transfers(input: {
  readonly balances: readonly number[];
  readonly orders: readonly Order[];
  readonly agree: boolean;
}) {
  return day(input.balances, input.orders, input.agree);
}
