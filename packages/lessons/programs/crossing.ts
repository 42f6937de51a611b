import { Cell, struct } from "@lockstep/memory";
import { Event } from "@lockstep/sync";
import { Thread } from "@lockstep/threading";

const Crossing = struct("Crossing", { green: Event, gone: Cell });
type Crossing = InstanceType<typeof Crossing>;

/** Waits for green, however long it takes, and goes. */
export function car(crossing: Crossing): void {
  crossing.green.wait();
  crossing.gone.add(1);
}

/** Waits for a moment only; answers whether it went. */
export function impatientCar(crossing: Crossing): boolean {
  const isGreen = crossing.green.wait(20);
  if (isGreen) crossing.gone.add(1);
  return isGreen;
}

export function main(): void {
  const crossing = new Crossing();
  const cars = Array.from({ length: 6 }, () => new Thread({ target: car, args: [crossing] }));
  const impatient = new Thread({ target: impatientCar, args: [crossing] });
  for (const thread of [...cars, impatient]) thread.start();
  console.log(`the impatient one goes on green: ${impatient.result()}`);
  console.log(`gone before green: ${crossing.gone.load()}`);
  crossing.green.set();
  for (const thread of cars) thread.join();
  console.log(`gone after green:  ${crossing.gone.load()}`);
  console.log(`one who comes later waits: ${!crossing.green.wait(0)}`);
}

if (import.meta.main) main();
