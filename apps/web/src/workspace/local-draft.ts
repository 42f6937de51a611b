import { sourceFiles } from "@lockstep/contracts";
import { z } from "zod";

const stored = z.strictObject({
  files: sourceFiles,
  /** Not yet on the server. */
  dirty: z.boolean(),
  /** The server's revision that it grew from. */
  revision: z.number().int().min(0),
});
/** A draft as this browser keeps it. */
export type LocalDraft = z.infer<typeof stored>;

const asideStored = z.strictObject({ submissionId: z.string(), files: sourceFiles });
/** A draft that was put aside while an old submission is looked at. */
export type AsideDraft = z.infer<typeof asideStored>;

/** Whose draft of what; `viewerId` is null for those who are not signed in. */
export interface DraftPlace {
  readonly viewerId: string | null;
  readonly slug: string;
  readonly language: string;
}

const keyOf = (kind: "draft" | "aside", place: DraftPlace) =>
  `lockstep:${kind}:${place.viewerId ?? "guest"}:${place.slug}:${place.language}`;

function read<T>(key: string, schema: z.ZodType<T>): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    // Storage is off or holds something else: then there is no draft.
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

/** The draft this browser keeps, or null. What a guest wrote becomes the draft of whoever signs in next. */
export function readLocalDraft(place: DraftPlace): LocalDraft | null {
  const own = read(keyOf("draft", place), stored);
  if (own !== null || place.viewerId === null) return own;
  const guest = { ...place, viewerId: null };
  const left = read(keyOf("draft", guest), stored);
  if (left !== null) write(keyOf("draft", guest), null);
  return left;
}

/** Keeps a draft in this browser. */
export function writeLocalDraft(place: DraftPlace, draft: LocalDraft): void {
  write(keyOf("draft", place), draft);
}

/** The draft that was put aside, or null. */
export function readAside(place: DraftPlace): AsideDraft | null {
  return read(keyOf("aside", place), asideStored);
}

/** Puts a draft aside, or forgets it (null). */
export function writeAside(place: DraftPlace, draft: AsideDraft | null): void {
  write(keyOf("aside", place), draft);
}
