import type { Locale } from "@lockstep/contracts";

/** What a reader needs when something ended: its name, what it means, what to do next. */
export interface Explanation {
  readonly title: string;
  readonly means: string;
  readonly next: string;
}

/** One explanation in each language of the site. */
export type Explanations<Key extends string> = Readonly<Record<Key, Readonly<Record<Locale, Explanation>>>>;
