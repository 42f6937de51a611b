import type { Condition } from "@lockstep/sync";

/** A traffic light, in shared memory. */
export interface Light {
  green: boolean;
  /** To be told of changes of `green`; its lock guards `green`. */
  readonly changed: Condition;
}

/** The road behind the light. */
export interface Road {
  /** Drives past the light. Quick. May throw when the engine stalls: then the car stays where it is. */
  enter(): void;
  /** Crosses. Takes a while; any number of cars may cross at once. */
  cross(): void;
}

export function drive(light: Light, road: Road): void {
  light.changed.withLock(() => {
    while (!light.green) light.changed.wait();
    road.enter();
  });
  road.cross();
}

export function turn(light: Light, green: boolean): void {
  light.changed.withLock(() => {
    light.green = green;
    light.changed.notifyAll();
  });
}
