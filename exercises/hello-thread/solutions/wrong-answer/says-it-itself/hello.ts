import { currentThread, Thread } from "@lockstep/threading";

/** A sheet of paper that all threads share; the last one who writes is read. */
export interface Note {
  set(text: string): void;
}

/** What the new thread does. It is right as it is: the checks look for these very words. */
export function sayHello(note: Note): void {
  note.set(`hello from ${currentThread().name}`);
}

export function hello(note: Note, name: string): void {
  void name;
  sayHello(note);
}
