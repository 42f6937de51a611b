/** What a run has shown, as far as its speed is concerned. */
export interface Figures {
  readonly cores: number;
  readonly workTicks: number;
  readonly timeTicks: number;
  readonly spunTicks: number;
}

/** How much faster a program is than the best sequential one, and why not more. */
export interface SpeedUp {
  readonly cores: number;
  /** Work ÷ time: how many cores were busy on average. */
  readonly parallelism: number;
  /**
   * Work of the sequential program ÷ work of this one, at most 1: otherwise a serial program that is cleverer than the
   * reference would pass for a parallel one.
   */
  readonly efficiency: number;
  /** `parallelism × efficiency`: what a claim is held against. */
  readonly speedUp: number;
  /** Share of the work that went into looking again and again. */
  readonly spunShare: number;
}

/**
 * Speed-up against the best sequential program, as counted on virtual cores.
 * **Source**: work and span of Cilkview (He, Leiserson, Leiserson, 2010).
 * @param referenceWorkTicks work of the sequential program for the same input.
 */
export function speedUpOf(run: Figures, referenceWorkTicks: number): SpeedUp {
  const { cores, workTicks, timeTicks, spunTicks } = run;
  const parallelism = timeTicks === 0 ? 0 : workTicks / timeTicks;
  const efficiency = workTicks === 0 ? 0 : Math.min(1, referenceWorkTicks / workTicks);
  return {
    cores,
    parallelism,
    efficiency,
    speedUp: parallelism * efficiency,
    spunShare: workTicks === 0 ? 0 : spunTicks / workTicks,
  };
}

/** Why a program is not fast enough: the largest single cause. */
export type SlowBecause = "serial" | "inefficient" | "busy-wait";

/** With so much of the work spent on looking, that is said first: other causes can't be told apart from it. */
const SPUN_SHARE = 0.1;

/** The cause to tell first of a speed-up that is too small. */
export function slowBecause({ parallelism, efficiency, cores, spunShare }: SpeedUp): SlowBecause {
  if (spunShare >= SPUN_SHARE) return "busy-wait";
  return efficiency < parallelism / cores ? "inefficient" : "serial";
}

/** Amdahl's law: what p cores can gain where this part of the work is serial. @param serialPart 0 to 1. */
export function amdahl(serialPart: number, cores: number): number {
  return 1 / (serialPart + (1 - serialPart) / cores);
}

/** The serial part that explains a speed-up (Karp and Flatt's metric, 1990); 0 to 1. */
export function serialPartOf({ cores, speedUp }: Pick<SpeedUp, "cores" | "speedUp">): number {
  if (cores === 1 || speedUp <= 0) return 1;
  return Math.min(1, Math.max(0, (1 / speedUp - 1 / cores) / (1 - 1 / cores)));
}
