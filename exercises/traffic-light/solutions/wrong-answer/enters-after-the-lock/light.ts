import type { Condition } from "@lockstep/sync";

export interface Light {
  green: boolean;
  readonly changed: Condition;
}
export interface Road {
  enter(): void;
  cross(): void;
}

export function drive(light: Light, road: Road): void {
  light.changed.withLock(() => {
    while (!light.green) light.changed.wait();
  });
  road.enter();
  road.cross();
}

export function turn(light: Light, green: boolean): void {
  light.changed.withLock(() => {
    light.green = green;
    if (green) light.changed.notifyAll();
  });
}
