/** What a size costs, in any unit that load can't move: ticks, operations, CPU time. */
export interface Cost {
  /** Above 0. */
  readonly size: number;
  /** Above 0. */
  readonly cost: number;
}

/** Orders of growth that a claim can name. */
export type Order = "constant" | "n" | "n log n" | "n²";

const costAt: Readonly<Record<Order, (size: number) => number>> = {
  constant: () => 1,
  n: (size) => size,
  "n log n": (size) => size * Math.log2(size),
  "n²": (size) => size * size,
};

/**
 * Exponent b of cost ≈ a · sizeᵇ: the slope of the least-squares line through the logarithms.
 * @throws {RangeError} for fewer than two different sizes.
 */
export function growthExponent(costs: readonly Cost[]): number {
  const points = costs.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) throw new RangeError("A growth needs costs of two different sizes at least.");
  return points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/** The exponent that an exact cost of this order has over the same sizes: 1.11 for n log n from 1,000 to 64,000, not 1. */
export function exponentOf(order: Order, sizes: readonly number[]): number {
  return growthExponent(sizes.map((size) => ({ size, cost: costAt[order](size) })));
}

/**
 * Whether costs grow no faster than the order. Half of the way to the next order is allowed for, so that constant parts
 * and lower terms don't decide.
 * @param slack what the exponent may be above that of theory; 0.2 where absent.
 */
export function growsAtMost(order: Order, costs: readonly Cost[], slack = 0.2): boolean {
  const sizes = costs.map(({ size }) => size);
  return growthExponent(costs) <= exponentOf(order, sizes) + slack;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
