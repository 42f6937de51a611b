/**
 * Names that fit into `most` characters, at least 3, and differ where the names do. What stands in brackets goes first,
 * "thread-1 (sumSlice)" is "thread-1"; then the middle.
 */
export function shortNames(names: readonly string[], most: number): readonly string[] {
  if (names.every(({ length }) => length <= most)) return names;
  const bare = names.map((name) => (name.length > most ? name.replace(/ \(.*\)$/, "") : name));
  const kept = new Set(bare).size === new Set(names).size ? bare : names;
  return kept.map((name) => (name.length > most ? withoutMiddle(name, most) : name));
}

/** The end tells more than the middle: threads of one maker differ there. */
function withoutMiddle(name: string, most: number): string {
  const end = Math.ceil((most - 1) / 2);
  return `${name.slice(0, most - 1 - end)}…${name.slice(-end)}`;
}
