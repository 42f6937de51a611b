/** A number with its word: "1 mismatch", "2 mismatches". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
