import type { Hash } from "../hash.ts";
import type { Extent, LocalState } from "../operation.ts";
import { ValueHash } from "./value-hash.ts";

/** What one function of a thread still knows while it waits for an answer, above the function that called it. */
export class LocalFrame implements LocalState {
  readonly up: LocalFrame | ThreadRoot | null;
  readonly site: number;
  readonly values: readonly unknown[];
  /** Variables that other functions may assign to while this one waits for their answer. */
  readonly late: (() => readonly unknown[]) | null;

  constructor(
    up: LocalFrame | ThreadRoot | null,
    site: number,
    values: readonly unknown[],
    late: LocalFrame["late"] = null,
  ) {
    this.up = up;
    this.site = site;
    this.values = values;
    this.late = late;
  }

  /** Frames of ours have negative numbers: the program's own is above. */
  get programSite(): number {
    return framesOf(this).find(({ site }) => site >= 0)?.site ?? -1;
  }

  get programSites(): readonly number[] {
    return framesOf(this).flatMap(({ site }) => (site >= 0 ? [site] : []));
  }

  addTo(hash: Hash): Extent {
    const values = new ValueHash(hash);
    for (const frame of framesOf(this)) {
      hash.add(frame.site);
      for (const value of frame.values) values.add(value);
      if (frame.late) for (const value of frame.late()) values.add(value);
    }
    return values.extent;
  }
}

/** What a primitive was called with: its receiver and arguments. */
export class Given extends LocalFrame {}

/** The frame of whoever called a primitive, for steps that don't need what it was called with any more. */
export function callerOf(up: LocalFrame | ThreadRoot | null): LocalFrame | ThreadRoot | null {
  return up instanceof Given ? up.up : up;
}

function framesOf(top: LocalFrame): readonly (LocalFrame | ThreadRoot)[] {
  const frames: (LocalFrame | ThreadRoot)[] = [];
  for (let frame: LocalFrame | ThreadRoot | null = top; frame; frame = frame.up) frames.push(frame);
  return frames;
}

/** Beneath all functions of a thread: what its modules hold. */
export interface ThreadRoot {
  readonly up: LocalFrame | ThreadRoot | null;
  readonly late: null;
  readonly site: number;
  readonly values: readonly unknown[];
}
