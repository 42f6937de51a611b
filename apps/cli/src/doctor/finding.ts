/** What `doctor` found out about one thing. */
export interface Finding {
  readonly name: string;
  /** `weak`: it works, and `detail` says what is not as it could be. `not-looked`: there was nothing to look at. */
  readonly state: "ok" | "weak" | "broken" | "not-looked";
  readonly detail: string;
  /** What to do next, with the line to type; null where nothing is to be done. */
  readonly fix: string | null;
}
