import { editor } from "monaco-editor/editor/editor.api.js";

interface Palette {
  readonly base: "vs" | "vs-dark";
  readonly background: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly selection: string;
  readonly widget: string;
  readonly rule: string;
  readonly accent: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly comment: string;
}

/* The site's tokens in sRGB: the editor takes nothing else. */
const light: Palette = {
  base: "vs",
  background: "#ffffff",
  ink: "#141c2b",
  faint: "#667080",
  line: "#f1f4f9",
  selection: "#cddcff",
  widget: "#f8f9fc",
  rule: "#d9dee7",
  accent: "#1b4fc4",
  keyword: "#5a35b0",
  string: "#0f6b4f",
  number: "#96480f",
  name: "#1b4a9c",
  comment: "#667080",
};
const dark: Palette = {
  base: "vs-dark",
  background: "#151b25",
  ink: "#e9edf4",
  faint: "#8f99aa",
  line: "#1c2430",
  selection: "#2c4474",
  widget: "#1a212d",
  rule: "#313a49",
  accent: "#8fb4ff",
  keyword: "#c0aefb",
  string: "#86d6b3",
  number: "#f0b98a",
  name: "#a5c8f5",
  comment: "#8f99aa",
};

/** A colour as token rules want it. */
function bare(colour: string): string {
  return colour.slice(1);
}

function define(name: string, palette: Palette): void {
  editor.defineTheme(name, {
    base: palette.base,
    inherit: true,
    rules: [
      { token: "", foreground: bare(palette.ink) },
      { token: "keyword", foreground: bare(palette.keyword) },
      { token: "string", foreground: bare(palette.string) },
      { token: "number", foreground: bare(palette.number) },
      { token: "type", foreground: bare(palette.name) },
      { token: "identifier", foreground: bare(palette.ink) },
      { token: "delimiter", foreground: bare(palette.ink) },
      { token: "comment", foreground: bare(palette.comment) },
    ],
    colors: {
      "editor.background": palette.background,
      "editor.foreground": palette.ink,
      "editor.lineHighlightBackground": palette.line,
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": palette.selection,
      "editorLineNumber.foreground": palette.faint,
      "editorLineNumber.activeForeground": palette.ink,
      "editorCursor.foreground": palette.accent,
      "editorIndentGuide.background1": palette.rule,
      "editorWidget.background": palette.widget,
      "editorWidget.border": palette.rule,
      "editorHoverWidget.background": palette.widget,
      "editorHoverWidget.border": palette.rule,
      "editorSuggestWidget.background": palette.widget,
      "editorSuggestWidget.border": palette.rule,
      focusBorder: palette.accent,
    },
  });
}

/** Makes both themes known to the editor. */
export function defineThemes(): void {
  define("lockstep-light", light);
  define("lockstep-dark", dark);
}

/** Name of the theme for a page that is dark or not. */
export function themeName(isDark: boolean): string {
  return isDark ? "lockstep-dark" : "lockstep-light";
}
