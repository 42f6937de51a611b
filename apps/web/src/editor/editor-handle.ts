import type { CompileError, SourceFile } from "@lockstep/contracts";

/** The full editor, as the bundle in `public/monaco` gives it. */
export interface EditorHandle {
  /** Shows a file; its cursor and undo history were kept. */
  open(path: string): void;
  /** Replaces the text of every file, one undo takes it back; files it does not know yet are added. */
  replaceAll(files: readonly SourceFile[]): void;
  /** Marks lines that do not compile; an empty list takes the marks away. */
  mark(errors: readonly CompileError[]): void;
  /** Goes to a place and takes the focus. Counts from 1. */
  reveal(path: string, line: number, column: number): void;
  setDark(dark: boolean): void;
  setReadOnly(readOnly: boolean): void;
  dispose(): void;
}

/** What `mount` needs. */
export interface MountOptions {
  /** The text of a file has changed, by typing or otherwise. */
  readonly onChange: (path: string, text: string) => void;
  readonly files: readonly SourceFile[];
  readonly open: string;
  readonly dark: boolean;
  readonly label: string;
}

/** What the bundle exports. */
export interface EditorBundle {
  mount(box: HTMLElement, options: MountOptions): EditorHandle;
}
