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

/**
 * One car: waits until the light is green, drives past it (`road.enter()`) while it is green, and then crosses. An error
 * of `enter` goes on to the caller; then the car doesn't cross.
 */
export function drive(light: Light, road: Road): void {
  if (light.green) road.enter();
  road.cross();
}

/** Turns the light green or red. */
export function turn(light: Light, green: boolean): void {
  light.green = green;
}
