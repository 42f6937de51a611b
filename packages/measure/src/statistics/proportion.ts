/** A share of trials, with bounds that hold the true share in 95 of 100 such experiments. */
export interface Proportion {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Of the normal distribution, for 95 %. */
const Z = 1.959964;

/**
 * Share of `hits` among `trials`, with Wilson's interval, which also fits where hits are rare. After none in n it allows
 * 3.84 ÷ (n + 3.84), a little more than the rule of three's 3 ÷ n: never "impossible".
 * **Source**: E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
 * @throws {RangeError} for no trials.
 */
export function proportion(hits: number, trials: number): Proportion {
  if (!(trials > 0) || hits < 0 || hits > trials) throw new RangeError(`${hits} of ${trials} is no share.`);
  const share = hits / trials;
  const middle = share + Z ** 2 / (2 * trials);
  const width = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  const scale = 1 + Z ** 2 / trials;
  return {
    share,
    low: hits === 0 ? 0 : (middle - width) / scale,
    high: hits === trials ? 1 : (middle + width) / scale,
  };
}
