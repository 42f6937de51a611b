export interface Counter {
  value: number;
}

export function increment(counter: Counter): void {
  counter.value += 1;
}
