import type { Locale } from "@lockstep/contracts";
import classes from "./interleaving.module.css";

/** One step of one of two threads. */
export interface Step {
  /** Whose step: the first or the second thread. */
  readonly lane: 0 | 1;
  readonly text: string;
  /** What the shared place holds after this step. */
  readonly left: number;
  /** `fault`: here it goes wrong · `waits`: the thread can't go on. */
  readonly mark?: "fault" | "waits";
}

export interface InterleavingProps {
  readonly locale: Locale;
  readonly lanes: readonly [string, string];
  readonly steps: readonly Step[];
}

const headings = {
  en: { step: "Step", left: "left" },
  "zh-CN": { step: "步骤", left: "left" },
} satisfies Record<Locale, { step: string; left: string }>;

/**
 * One order of the steps of two threads: a column for each thread, time runs downwards. A table, so that it can be read
 * aloud, copied and shown on a phone; colour only repeats what position and text already say.
 */
export function Interleaving({ locale, lanes, steps }: InterleavingProps) {
  const heading = headings[locale];
  return (
    <table className={classes["table"]}>
      <thead>
        <tr>
          <th scope="col">{heading.step}</th>
          <th scope="col" className={classes["first"]}>
            {lanes[0]}
          </th>
          <th scope="col" className={classes["second"]}>
            {lanes[1]}
          </th>
          <th scope="col">
            <code>{heading.left}</code>
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step, index) => (
          // A step has no name of its own, and the list never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index} data-mark={step.mark}>
            <th scope="row">{index + 1}</th>
            <td className={classes["first"]}>{step.lane === 0 ? step.text : null}</td>
            <td className={classes["second"]}>{step.lane === 1 ? step.text : null}</td>
            <td className={classes["left"]}>{step.left}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
