import type { Locale } from "@lockstep/contracts";
import classes from "./lane-figure.module.css";

/** Something short that stands in a table: the same in every language, or not. */
type Told = number | string | Readonly<Record<Locale, string>>;

/** One step of one of two threads, in words of each language. */
interface LaneStep extends Readonly<Record<Locale, string>> {
  /** Whose step: the first or the second thread. */
  readonly lane: 0 | 1;
  /** What the shared place holds after this step. */
  readonly holds: Told;
  /** `fault`: here it goes wrong · `waits`: the thread can't go on. */
  readonly mark?: "fault" | "waits";
}

/** One order of the steps of two threads. */
export interface LaneSteps {
  readonly lanes: readonly [Told, Told];
  /** The shared place, as the code calls it. */
  readonly place: Told;
  readonly steps: readonly LaneStep[];
}

/** Props of {@link LaneFigure}. */
export interface LaneFigureProps extends LaneSteps {
  readonly locale: Locale;
}

const stepHeading = { en: "Step", "zh-CN": "步骤" } satisfies Record<Locale, string>;

/**
 * One order of the steps of two threads: a column for each thread, time runs downwards. A table, so that it can be read
 * aloud, copied and shown on a phone; colour only repeats what position and text already say.
 */
export function LaneFigure({ locale, lanes, place, steps }: LaneFigureProps) {
  const say = (told: Told) => (typeof told === "object" ? told[locale] : told);
  return (
    <table className={classes["table"]}>
      <thead>
        <tr>
          <th scope="col">{stepHeading[locale]}</th>
          <th scope="col" className={classes["first"]}>
            {say(lanes[0])}
          </th>
          <th scope="col" className={classes["second"]}>
            {say(lanes[1])}
          </th>
          <th scope="col">
            <code>{say(place)}</code>
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step, index) => (
          // A step has no name of its own, and the list never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index} data-mark={step.mark}>
            <th scope="row">{index + 1}</th>
            <td className={classes["first"]}>{step.lane === 0 ? step[locale] : null}</td>
            <td className={classes["second"]}>{step.lane === 1 ? step[locale] : null}</td>
            <td className={classes["left"]}>{say(step.holds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
