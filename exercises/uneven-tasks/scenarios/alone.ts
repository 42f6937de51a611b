/** The same sums, in one thread and in the shortest way: what speed-up is against. */
export default function alone(input: { readonly sizes: readonly number[] }) {
  return input.sizes.map((size, task) => sumOf(task, size));
}

function sumOf(task: number, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += heavy(task, i);
  return sum;
}

function heavy(task: number, i: number): number {
  let x = (task * 7919 + i * 104_729) % 65_521;
  for (let k = 0; k < 20; k++) x = (x * 75 + 74) % 65_537;
  return x;
}
