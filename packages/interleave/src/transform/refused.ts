/** A place in a program's text. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A program that can't be explored. The text says what, and what to do instead. */
export class RefusedError extends Error {
  readonly code = "refused";
  readonly because: string;
  readonly place: Place | null;
  /** Where it was noticed while the program ran, as a site; -1 where that isn't known. */
  readonly site: number;

  constructor(because: string, place: Place | null, site = -1) {
    super(place === null ? because : `${place.file}:${place.line}: ${because}`);
    this.name = "RefusedError";
    this.because = because;
    this.place = place;
    this.site = site;
  }
}
