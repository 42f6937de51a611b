import { type Afternoon, car, watch } from "./parts.ts";

export { car };

/** An afternoon at the crossing. */
export default function crossing(input: Afternoon) {
  return watch(input);
}
