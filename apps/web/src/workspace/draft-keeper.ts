import type { DraftSaved, DraftView } from "@lockstep/api";
import type { ApiErrorCode, SourceFile } from "@lockstep/contracts";
import { sameFiles } from "./draft-files.ts";

/**
 * Where the draft is kept at the moment. `here`: in this browser only, as nobody is signed in · `offline`: likewise, and it
 * is tried again · `signed-out`: likewise, until one has signed in again · `refused`: likewise, the server won't take it ·
 * `conflict`: likewise, until the reader has chosen.
 */
export type DraftState = "untouched" | "saving" | "saved" | "here" | "offline" | "signed-out" | "refused" | "conflict";

/** A draft as it stands. */
export interface DraftSnapshot {
  readonly files: readonly SourceFile[];
  /** Version of the exercise that the files were written for. */
  readonly version: string;
  readonly state: DraftState;
  /** What another window has saved; null unless there is a conflict. */
  readonly theirs: DraftView | null;
  /** Why the server refused it; null unless it did. */
  readonly refusal: unknown;
  /** The exercise's current version, as far as the server has told since; null before. */
  readonly currentVersion: string | null;
}

/** Unsaved work, as a browser keeps it. */
export interface DraftCopy {
  readonly files: readonly SourceFile[];
  readonly version: string;
  /** The server's revision that it grew from; 0 for none. */
  readonly revision: number;
}

/** What a {@link DraftKeeper} starts from and works with. */
export interface DraftKeeperOptions {
  readonly files: readonly SourceFile[];
  readonly version: string;
  /** The server's draft at the start; null for none. */
  readonly saved: DraftView | null;
  /** Stores a draft on the server; null where nobody is signed in. */
  readonly save: ((draft: DraftCopy) => Promise<DraftSaved>) | null;
  readonly codeOf: (error: unknown) => ApiErrorCode | "unreachable";
}

const SAVE_AFTER_MS = 1_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 30_000;
/** Saves whose answer was lost and that may have been stored all the same. */
const UNANSWERED_MOST = 20;
const passing: ReadonlySet<string> = new Set(["unreachable", "unavailable", "internal", "too-many-requests"]);

type Failure = { readonly kind: "offline" | "signed-out" | "refused"; readonly error: unknown };

/**
 * Keeps what is typed: at once in this browser, soon after on the server. One save is under way at a time and names the
 * revision it builds on, so a slow network can't run into itself. A save that meets the draft of another window overwrites
 * nothing: the reader chooses. A save that failed is tried again. Knows neither React nor the browser.
 */
export class DraftKeeper {
  readonly #save: DraftKeeperOptions["save"];
  readonly #codeOf: DraftKeeperOptions["codeOf"];
  readonly #listeners = new Set<() => void>();
  #files: readonly SourceFile[];
  #version: string;
  #revision: number;
  #untouched: boolean;
  #dirty = false;
  #saving = false;
  #failure: Failure | null = null;
  #failures = 0;
  #theirs: DraftView | null = null;
  #currentVersion: string | null = null;
  /** What the server may hold although no answer said so, and what it held at first. */
  #mine: (readonly SourceFile[])[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keepCopy: ((copy: DraftCopy | null) => void) | null = null;
  #snapshot: DraftSnapshot;

  constructor({ files, version, saved, save, codeOf }: DraftKeeperOptions) {
    this.#save = save;
    this.#codeOf = codeOf;
    this.#files = files;
    this.#version = version;
    this.#revision = saved?.revision ?? 0;
    this.#untouched = saved === null;
    if (saved !== null) this.#mine.push(saved.files);
    this.#snapshot = this.#look();
  }

  /** The draft now; another object exactly when something has changed. */
  readonly snapshot = (): DraftSnapshot => this.#snapshot;

  /** Calls after every change, until the function that it answers is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From now on unsaved work is handed to `keep`, and null as soon as there is none. */
  keepCopies(keep: (copy: DraftCopy | null) => void): void {
    this.#keepCopy = keep;
    if (this.#dirty) this.#keep();
  }

  /** Goes on with unsaved work of an earlier page. */
  restore(copy: DraftCopy): void {
    // It has not seen what the server holds now, if that is newer: this must end in the question, not in a silent save.
    if (copy.revision !== this.#revision) this.#mine = [];
    this.#revision = copy.revision;
    this.replace(copy.files, copy.version);
  }

  /** One file has another text now. */
  change(path: string, text: string): void {
    const known = this.#files.some((file) => file.path === path && file.text !== text);
    if (known) this.replace(this.#files.map((file) => (file.path === path ? { path, text } : file)));
  }

  /** All files are others now, for the same version of the exercise unless said otherwise. */
  replace(files: readonly SourceFile[], version = this.#version): void {
    this.#files = files;
    this.#version = version;
    this.#untouched = false;
    this.#dirty = true;
    // What was refused may be taken now.
    if (this.#failure?.kind === "refused") this.#failure = null;
    this.#keep();
    this.#saveLater();
    this.#tell();
  }

  /** Another version's starter, as long as nobody has written anything; answers whether that changed a file. */
  beginAnew(files: readonly SourceFile[], version: string): boolean {
    if (!this.#untouched || this.#version === version) return false;
    this.#files = files;
    this.#version = version;
    this.#tell();
    return true;
  }

  /** Adds files that are missing, such as one that a newer version of the exercise brought; answers whether any was. */
  addMissing(files: readonly SourceFile[]): boolean {
    const missing = files.filter(({ path }) => !this.#files.some((file) => file.path === path));
    if (missing.length === 0) return false;
    this.#files = [...this.#files, ...missing];
    this.#tell();
    return true;
  }

  /** The draft goes on under this version of the exercise. */
  adopt(version: string): void {
    this.replace(this.#files, version);
  }

  /** In a conflict: what is here takes the place of what the other window saved. */
  keepMine(): void {
    if (this.#theirs === null) return;
    this.#revision = this.#theirs.revision;
    this.#mine = [this.#theirs.files];
    this.#theirs = null;
    this.#dirty = true;
    this.#keep();
    this.#saveNow();
    this.#tell();
  }

  /** In a conflict: what the other window saved takes the place of what is here. */
  takeTheirs(): void {
    if (this.#theirs === null) return;
    const { files, version, revision } = this.#theirs;
    this.#files = files;
    this.#version = version ?? this.#version;
    this.#revision = revision;
    this.#mine = [files];
    this.#theirs = null;
    this.#dirty = false;
    this.#keepCopy?.(null);
    this.#tell();
  }

  /** Signed in again: saves what has waited for it. */
  resume(): void {
    this.#failure = null;
    if (this.#dirty) this.#saveNow();
    this.#tell();
  }

  /** Saves at once what would be saved soon: the network is back, or the page may go away. */
  hurry(): void {
    if (this.#timer !== undefined) this.#saveNow();
  }

  /** Saves nothing more until something changes; what is unsaved stays in the browser's copy. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** After `stop`: goes on. */
  start(): void {
    if (this.#dirty) this.#saveLater();
  }

  #saveLater(afterMs = SAVE_AFTER_MS): void {
    const may = this.#save !== null && this.#theirs === null && (this.#failure?.kind ?? "offline") === "offline";
    if (!may || this.#saving || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#saveNow(), afterMs);
  }

  #saveNow(): void {
    this.stop();
    if (this.#save === null || this.#saving || this.#theirs !== null) return;
    this.#saving = true;
    const sent = this.#copy();
    this.#save(sent)
      .then(
        (answer) => this.#answered(sent, answer),
        (error: unknown) => this.#failed(sent, error),
      )
      .finally(() => this.#tell());
    this.#tell();
  }

  #answered(sent: DraftCopy, answer: DraftSaved): void {
    this.#saving = false;
    this.#failure = null;
    this.#failures = 0;
    this.#currentVersion = answer.currentVersion;
    if (answer.kind === "saved") {
      this.#revision = answer.revision;
      this.#mine = [sent.files];
      this.#dirty = this.#files !== sent.files || this.#version !== sent.version;
    } else if (answer.draft === null) {
      this.#revision = 0; // it is gone; begin anew
    } else if ([...this.#mine, sent.files].some((files) => sameFiles(files, answer.draft?.files ?? []))) {
      this.#revision = answer.draft.revision; // an earlier save of ours whose answer was lost
    } else {
      this.#theirs = answer.draft;
    }
    this.#keep();
    if (this.#dirty) this.#saveLater(0);
  }

  #failed(sent: DraftCopy, error: unknown): void {
    this.#saving = false;
    this.#mine = [...this.#mine, sent.files].slice(-UNANSWERED_MOST);
    const code = this.#codeOf(error);
    const kind = code === "sign-in-required" ? "signed-out" : passing.has(code) ? "offline" : "refused";
    // What was typed since then may be taken.
    this.#failure = kind === "refused" && this.#files !== sent.files ? null : { kind, error };
    this.#saveLater(Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MOST_MS));
    this.#failures++;
  }

  #copy(): DraftCopy {
    return { files: this.#files, version: this.#version, revision: this.#revision };
  }

  #keep(): void {
    this.#keepCopy?.(this.#dirty ? this.#copy() : null);
  }

  #tell(): void {
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): DraftSnapshot {
    return {
      files: this.#files,
      version: this.#version,
      state: this.#state(),
      theirs: this.#theirs,
      refusal: this.#failure?.kind === "refused" ? this.#failure.error : null,
      currentVersion: this.#currentVersion,
    };
  }

  #state(): DraftState {
    if (this.#theirs !== null) return "conflict";
    if (this.#untouched) return "untouched";
    if (this.#save === null) return "here";
    if (this.#failure !== null && this.#dirty) return this.#failure.kind;
    return this.#dirty || this.#saving ? "saving" : "saved";
  }
}
