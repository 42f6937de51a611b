import type { RaceDetector } from "./race-detector.ts";
import type { Order } from "./rule.ts";
import type { Shared } from "./shared.ts";

/** Tells the race detector what an operation of thread `me` on an object orders. */
export function orderBy(races: RaceDetector, order: Order, object: Shared, me: number): void {
  if (typeof order === "string") {
    if (order !== "publish") races.follow(me, object);
    if (order !== "follow") races.publish(me, object);
    return;
  }
  switch (order.kind) {
    case "take":
    case "give":
      return races[order.kind](me, object, order.permits, object.initial);
    case "enter":
    case "leave":
      return races[order.kind](me, object, order.side);
    case "insert":
      if (order.follows) races.follow(me, object);
      return races.give(me, object, 1, 0, order.at);
    case "remove":
      races.take(me, object, 1, 0);
      if (order.publishes) races.publish(me, object);
  }
}
