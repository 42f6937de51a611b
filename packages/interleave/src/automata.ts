import { Automaton } from "./automaton.ts";
import type { Memory } from "./memory.ts";
import type { ThreadBody } from "./program.ts";
import type { ThreadState } from "./thread-state.ts";

/** What is known of all threads of a program, by body or its identity; and which of them do the same. */
export class Automata {
  readonly #memory: Memory;
  #known: Map<ThreadBody | string, Automaton> | null;
  readonly #kinds = new Map<string, number>();
  /** How often a thread was run for something that it had never done before. */
  news = 0;

  /** @param remembers false: threads are run each time. */
  constructor(memory: Memory, remembers: boolean) {
    this.#memory = memory;
    this.#known = remembers ? new Map() : null;
  }

  get remembers(): boolean {
    return this.#known !== null;
  }

  of({ body, kind }: ThreadState): Automaton | null {
    if (!this.#known) return null;
    const key = body.identity ?? body;
    let automaton = this.#known.get(key);
    if (!automaton) this.#known.set(key, (automaton = new Automaton(body, kind, this.#memory, () => this.news++)));
    return automaton;
  }

  /** From now on threads are run each time. */
  forget(): void {
    this.#known = null;
  }

  /** The same for threads that do the same with the same arguments. */
  kindOf({ work, name }: ThreadBody): number {
    const key = work ?? name;
    let kind = this.#kinds.get(key);
    if (kind === undefined) this.#kinds.set(key, (kind = 1000 + this.#kinds.size));
    return kind;
  }
}
