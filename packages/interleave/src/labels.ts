import type { Model } from "./model.ts";
import { type Shared, ThreadObject } from "./shared.ts";

/**
 * What objects are called where people read it. Those of this run that share a name are numbered in the order in which they
 * were made: the locks of two accounts are `Account#1.lock` and `Account#2.lock`.
 */
export function labelsIn(model: Model): (object: Shared) => string {
  const byName = new Map<string, Shared[]>();
  for (const { object, isThere } of model.objects) {
    if (!isThere || object instanceof ThreadObject) continue;
    const same = byName.get(object.name);
    if (same) same.push(object);
    else byName.set(object.name, [object]);
  }
  return (object) => {
    const same = byName.get(object.name) ?? [];
    const number = same.indexOf(object) + 1;
    if (same.length < 2 || number === 0) return object.name;
    const dot = object.name.indexOf(".");
    return dot < 0 ? `${object.name}#${number}` : `${object.name.slice(0, dot)}#${number}${object.name.slice(dot)}`;
  };
}
