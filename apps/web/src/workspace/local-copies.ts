import { z } from "zod";
import type { BrowserTab } from "./browser-tab.ts";
import type { DraftCopy } from "./draft-keeper.ts";

// Looser than what the server takes: what is too large to be submitted must not be lost either.
const files = z.array(z.strictObject({ path: z.string(), text: z.string() })).min(1);
const stored = z.strictObject({
  files,
  version: z.string(),
  revision: z.number().int().min(0),
  keptAtMs: z.number(),
});
const asideStored = z.strictObject({ submissionId: z.string(), files });

/** A draft that was put aside while an old submission is looked at. */
export type AsideDraft = z.infer<typeof asideStored>;

/** Whose draft of what; `viewerId` is null for those who are not signed in. */
export interface DraftPlace {
  readonly viewerId: string | null;
  readonly slug: string;
  readonly language: string;
}

/** Unsaved work that lies in this browser. */
export interface FoundCopy extends DraftCopy {
  /** Forgets it: it lives on elsewhere. */
  readonly take: () => void;
}

const keyOf = (kind: "copy" | "aside", place: DraftPlace) =>
  `lockstep:${kind}:${place.viewerId ?? "guest"}:${place.slug}:${place.language}`;
const copyKey = (place: DraftPlace, tabId: string) => `${keyOf("copy", place)}:${tabId}`;

/** Keeps unsaved work of one tab, or forgets it (null). Every tab has its own, so that none overwrites another's. */
export function writeCopy(place: DraftPlace, tabId: string, copy: DraftCopy | null): void {
  write(copyKey(place, tabId), copy && { ...copy, keptAtMs: Date.now() });
}

/**
 * Unsaved work that this tab should go on with: its own from before it was loaded again or crashed, else the newest that a
 * tab left behind which is not open any more. What a guest wrote becomes the draft of whoever signs in next.
 */
export function findCopy(place: DraftPlace, tab: BrowserTab): FoundCopy | null {
  const own = copiesOf(place, tab);
  if (own !== null || place.viewerId === null) return own;
  const guests = copiesOf({ ...place, viewerId: null }, tab);
  // It has not seen any draft of the account.
  return guests && { ...guests, revision: 0 };
}

/** The draft that was put aside, or null. */
export function readAside(place: DraftPlace): AsideDraft | null {
  return read(keyOf("aside", place), asideStored);
}

/** Puts a draft aside, or forgets it (null). */
export function writeAside(place: DraftPlace, draft: AsideDraft | null): void {
  write(keyOf("aside", place), draft);
}

function copiesOf(place: DraftPlace, tab: BrowserTab): FoundCopy | null {
  const prefix = `${keyOf("copy", place)}:`;
  const left = keys()
    .filter((key) => key.startsWith(prefix) && !tab.others.has(key.slice(prefix.length)))
    .flatMap((key) => {
      const copy = read(key, stored);
      return copy === null ? [] : [{ key, ...copy }];
    });
  const own = left.find(({ key }) => key === copyKey(place, tab.id));
  const chosen = own ?? left.toSorted((one, other) => other.keptAtMs - one.keptAtMs)[0];
  if (chosen === undefined) return null;
  const { key, keptAtMs: _, ...copy } = chosen;
  return { ...copy, take: () => write(key, null) };
}

function keys(): readonly string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return []; // storage is off
  }
}

function read<T>(key: string, schema: z.ZodType<T>): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    // Storage is off or holds something else: then there is nothing.
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or off; the server's draft remains.
  }
}
