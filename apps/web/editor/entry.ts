/** The editor, as one file of its own: bundled before Next runs, loaded by the page when it is needed. */
import "monaco-editor/features/register.all.js";
import "monaco-editor/languages/definitions/typescript/register.js";
import { editor, KeyCode, MarkerSeverity, Uri } from "monaco-editor/editor/editor.api.js";
import {
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  typescriptDefaults,
} from "monaco-editor/languages/features/typescript/register.js";
import packageTypes from "lockstep:package-types";
import type { SourceFile } from "@lockstep/contracts";
import type { EditorHandle, MountOptions } from "../src/editor/editor-handle.ts";
import { defineThemes, themeName } from "./themes.ts";

const base = new URL(".", import.meta.url);
self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) =>
    new Worker(new URL(label === "typescript" || label === "javascript" ? "ts.worker.js" : "editor.worker.js", base), {
      type: "module",
    }),
};
const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("editor.css", base).href;
document.head.append(style);

defineThemes();
typescriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.NodeJs,
  strict: true,
  noEmit: true,
  allowNonTsExtensions: true,
  lib: ["esnext"],
  types: [],
});
for (const [address, text] of Object.entries(packageTypes)) typescriptDefaults.addExtraLib(text, address);
// What a program finds in the box besides the language: see `studentConsole` in @lockstep/realm.
typescriptDefaults.addExtraLib(
  `declare const console: Record<"log" | "info" | "debug" | "warn" | "error", (...values: unknown[]) => void>;
interface ImportMeta { readonly main: boolean }`,
  "file:///globals.d.ts",
);

const OWNER = "lockstep";

/** Puts an editor with these files into `box`. Dispose it when the box goes away. */
export function mount(box: HTMLElement, options: MountOptions): EditorHandle {
  const models = new Map<string, editor.ITextModel>();
  const add = ({ path, text }: SourceFile) => {
    const uri = Uri.parse(`file:///${path}`);
    editor.getModel(uri)?.dispose();
    const model = editor.createModel(text, "typescript", uri);
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    model.onDidChangeContent(() => options.onChange(path, model.getValue()));
    models.set(path, model);
  };
  for (const file of options.files) add(file);
  const shown = editor.create(box, {
    model: models.get(options.open) ?? null,
    theme: themeName(options.dark),
    ariaLabel: options.label,
    automaticLayout: true,
    minimap: { enabled: false },
    fixedOverflowWidgets: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-code"),
    fontSize: 14,
    lineHeight: 22,
    lineNumbersMinChars: 3,
    padding: { top: 12, bottom: 12 },
    scrollBeyondLastLine: false,
    // "dimmed", which is usual, is too faint to read.
    renderFinalNewline: "on",
    overviewRulerLanes: 0,
    renderLineHighlight: "line",
    scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    stickyScroll: { enabled: false },
    folding: false,
    // Nobody has to look beyond the edge for the end of a comment, on a phone least of all.
    wordWrap: "on",
    wrappingIndent: "indent",
  });
  leaveWithEscapeThenTab(shown);

  const open = (path: string) => {
    const model = models.get(path);
    if (model && shown.getModel() !== model) shown.setModel(model);
  };
  return {
    open,
    replaceAll: (files) => {
      for (const file of files) {
        const model = models.get(file.path);
        if (!model) add(file);
        if (!model || model.getValue() === file.text) continue;
        model.pushStackElement();
        model.pushEditOperations([], [{ range: model.getFullModelRange(), text: file.text }], () => null);
        model.pushStackElement();
      }
    },
    mark: (errors) => {
      for (const [path, model] of models)
        editor.setModelMarkers(
          model,
          OWNER,
          errors
            .filter((error) => error.file === path)
            .map((error) => ({
              severity: MarkerSeverity.Error,
              message: error.message,
              startLineNumber: error.line,
              startColumn: error.column,
              endLineNumber: error.line,
              endColumn: model.getLineMaxColumn(Math.min(error.line, model.getLineCount())),
            })),
        );
    },
    reveal: (path, line, column) => {
      open(path);
      shown.revealLineInCenter(line);
      shown.setPosition({ lineNumber: line, column });
      shown.focus();
    },
    setDark: (isDark) => editor.setTheme(themeName(isDark)),
    setReadOnly: (readOnly) => shown.updateOptions({ readOnly }),
    dispose: () => {
      shown.dispose();
      for (const model of models.values()) model.dispose();
    },
  };
}

/** Tab indents while one types. After Escape the next Tab goes on to the next control, so the keyboard is never caught. */
function leaveWithEscapeThenTab(shown: editor.IStandaloneCodeEditor): void {
  const indent = () => shown.updateOptions({ tabFocusMode: false });
  shown.onKeyDown((event) => {
    if (event.keyCode === KeyCode.Escape) shown.updateOptions({ tabFocusMode: true });
    else if (event.keyCode !== KeyCode.Tab && event.keyCode !== KeyCode.Shift) indent();
  });
  shown.onDidBlurEditorText(indent);
}
