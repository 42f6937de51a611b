/** State of a module that another one imports. */
const seen = new Map<string, number>();
export let uses = 0;

export function use(who: string): number {
  uses++;
  seen.set(who, uses);
  return seen.size;
}
