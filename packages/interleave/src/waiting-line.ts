import type { ObjectState } from "./object-state.ts";
import type { RuleState } from "./rule.ts";
import type { ThreadState } from "./thread-state.ts";

/**
 * Who waits at a condition, in the order in which they came: threads that sleep, and tickets of functions that wait without
 * blocking their thread. A ticket lies among the texts of the object, after the number of sleepers that came before it.
 */
type Line = Pick<ObjectState, "sleepers" | "content">;

/** A ticket comes last. */
export function lineUp(line: RuleState, ticket: string): void {
  line.content.push(`${line.sleepers.length} ${ticket}`);
}

export function isInLine({ content }: Pick<Line, "content">, ticket: string): boolean {
  return content.some((entry) => ticketIn(entry) === ticket);
}

/** Takes a ticket back; answers whether it was there. */
export function dropTicket(line: Pick<Line, "content">, ticket: string): boolean {
  const isThere = isInLine(line, ticket);
  line.content = line.content.filter((entry) => ticketIn(entry) !== ticket);
  return isThere;
}

/** A thread leaves without having been called. */
export function leaveLine(line: Line, thread: ThreadState): void {
  const place = line.sleepers.indexOf(thread);
  line.sleepers.splice(place, 1);
  line.content = line.content.map((entry) => entryOf(before(entry) - (before(entry) > place ? 1 : 0), entry));
}

/** Calls the first `count`: answers the threads, and how many tickets were among them. */
export function callFirst(
  line: Line,
  count: number,
): { readonly threads: readonly ThreadState[]; readonly tickets: number } {
  const threads: ThreadState[] = [];
  let tickets = 0;
  while (threads.length + tickets < count) {
    const [entry] = line.content;
    if (entry !== undefined && before(entry) === 0) {
      line.content.shift();
      tickets++;
      continue;
    }
    const [first] = line.sleepers;
    if (!first) break;
    threads.push(first);
    leaveLine(line, first);
  }
  return { threads, tickets };
}

const before = (entry: string): number => Number.parseInt(entry, 10);
const ticketIn = (entry: string): string => entry.slice(entry.indexOf(" ") + 1);
const entryOf = (count: number, entry: string): string => `${count} ${ticketIn(entry)}`;
