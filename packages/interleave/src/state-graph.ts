import type { Choice } from "./choice.ts";
import { chosenIn } from "./ways.ts";

interface State {
  readonly key: string;
  /** Who could run here, as bits: threads, and each of several things that one waits for. */
  enabled: number;
  readonly out: { readonly thread: number; readonly way: number; readonly to: number }[];
}

/** States in which threads can go round for ever. */
export interface Round {
  /** `livelock`: everybody who could always run does run, and nobody gets on · `starvation`: somebody who could run again and again never does. */
  readonly kind: "livelock" | "starvation";
  /** A state of it. */
  readonly key: string;
  /** Choices from there back to it. */
  readonly turn: readonly { readonly thread: number; readonly way: number }[];
}

/** All states that the complete pass met, and how one leads to another. */
export class StateGraph {
  readonly #numbers = new Map<string, number>();
  readonly #states: State[] = [];

  add(key: string, choices: readonly Choice[]): void {
    const state = this.#stateOf(this.#numberOf(key));
    for (const { thread, way } of choices) state.enabled |= runnerOf(thread.index, way);
  }

  connect(from: string, { thread, way }: Choice, to: string): void {
    this.#stateOf(this.#numberOf(from)).out.push({ thread: thread.index, way, to: this.#numberOf(to) });
  }

  /** Whether some way leads back to where it began. Without one, every schedule comes to an end. */
  get hasRounds(): boolean {
    for (const part of this.#parts()) if (this.#inside(part).length > 0) return true;
    return false;
  }

  /**
   * A part of the graph in which threads can go round for ever although none that could always run is left out. A proof that
   * all ends are good says nothing about those that never come.
   * **Source**: strongly connected parts (Tarjan), with weak fairness.
   */
  round(): Round | null {
    for (const part of this.#parts()) {
      const inside = this.#inside(part);
      if (inside.length === 0) continue;
      const ran = inside.reduce((bits, { thread, way }) => bits | runnerOf(thread, way), 0);
      const enabled = [...part].map((number) => this.#stateOf(number).enabled);
      const alive = enabled.reduce((bits, own) => bits | own, 0);
      const always = enabled.reduce((bits, own) => bits & own, -1);
      if ((alive & always & ~ran) !== 0) continue;
      const [number = 0] = part;
      return {
        kind: (alive & ~ran) === 0 ? "livelock" : "starvation",
        key: this.#stateOf(number).key,
        turn: this.#turn(number, part),
      };
    }
    return null;
  }

  #numberOf(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.push({ key, enabled: 0, out: [] }) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #stateOf(number: number): State {
    const state = this.#states[number];
    if (!state) throw new RangeError(`there is no state ${number}`);
    return state;
  }

  #inside(part: ReadonlySet<number>): State["out"] {
    return [...part].flatMap((number) => this.#stateOf(number).out.filter(({ to }) => part.has(to)));
  }

  /** The shortest way from a state back to it, within its part. */
  #turn(start: number, part: ReadonlySet<number>): Round["turn"] {
    const queue: { readonly at: number; readonly way: Round["turn"] }[] = [{ at: start, way: [] }];
    const seen = new Set<number>();
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (const { thread, way, to } of this.#stateOf(next.at).out) {
        const longer = [...next.way, { thread, way }];
        if (to === start) return longer;
        if (!part.has(to) || seen.has(to)) continue;
        seen.add(to);
        queue.push({ at: to, way: longer });
      }
    }
    return [];
  }

  *#parts(): Generator<ReadonlySet<number>> {
    const count = this.#states.length;
    const index = new Int32Array(count).fill(-1);
    const low = new Int32Array(count);
    const onStack = new Uint8Array(count);
    const stack: number[] = [];
    let indexes = 0;
    const lower = (number: number, to: number) => (low[number] = Math.min(low[number] ?? to, to));
    for (let root = 0; root < count; root++) {
      if (index[root] !== -1) continue;
      const work = [{ number: root, next: 0 }];
      for (let top = work.at(-1); top; top = work.at(-1)) {
        const { number } = top;
        if (top.next === 0) {
          index[number] = low[number] = indexes++;
          stack.push(number);
          onStack[number] = 1;
        }
        const edge = this.#stateOf(number).out[top.next++];
        if (edge) {
          const seen = index[edge.to] ?? -1;
          if (seen === -1) work.push({ number: edge.to, next: 0 });
          else if (onStack[edge.to] === 1) lower(number, seen);
          continue;
        }
        work.pop();
        const up = work.at(-1);
        if (up) lower(up.number, low[number] ?? 0);
        if (low[number] !== index[number]) continue;
        const part = new Set<number>();
        for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
          onStack[member] = 0;
          part.add(member);
          if (member === number) break;
        }
        yield part;
      }
    }
  }
}

/** A bit for whoever has to get a turn: a thread; of one that waits for several things, each of these. */
function runnerOf(thread: number, way: number): number {
  const chosen = chosenIn(way);
  return 1 << (chosen ? 16 + ((thread * 5 + chosen.alternative) % 15) : thread);
}
