/** What schedules and reports call a field. Instances are told apart by the order in which they were made, from the second on. */
export function fieldLabel(struct: string, number: number, field: string): string {
  return number > 1 ? `${struct}#${number}.${field}` : `${struct}.${field}`;
}

/** What they call an element of an array. Made when somebody reads it: a name for each would fill the directory. */
export function elementLabel(array: string, index: number): string {
  return `${array}[${index}]`;
}

/**
 * A function that makes labels of one text unmistakable: where a struct has a second instance, its first is called `#1`.
 * @param labels all of the text.
 */
export function numberFirst(labels: Iterable<string>): (label: string) => string {
  const several = new Set<string>();
  for (const label of labels) {
    const [, struct] = /^(.+)#\d+\./.exec(label) ?? [];
    if (struct !== undefined) several.add(struct);
  }
  return (label) => {
    const dot = label.indexOf(".");
    const struct = label.slice(0, dot);
    return several.has(struct) ? `${struct}#1${label.slice(dot)}` : label;
  };
}
