import type { Locale } from "@lockstep/contracts";
import type { Locator, Page } from "playwright-core";
import { messages } from "./texts.ts";

/** From this width on, statement and code stand side by side. */
const WIDE_PX = 960;

/** The exercise page as its user sees it; on a phone its parts are tabs. */
export class ExercisePage {
  readonly #page: Page;
  readonly #locale: Locale;

  constructor(page: Page, locale: Locale) {
    this.#page = page;
    this.#locale = locale;
  }

  /** Shows one of the parts, where they are tabs; on a wide page the code stands there always. */
  async show(part: "statement" | "code" | "result" | "submissions"): Promise<void> {
    const wide = (this.#page.viewportSize()?.width ?? 0) >= WIDE_PX;
    if (part === "code" && wide) return;
    await this.#page.getByRole("tab", { name: messages[this.#locale].exercise[part] }).click();
  }

  /** The line that the editor's cursor stands in, from 1. */
  get currentLine(): Locator {
    return this.#page.locator(".line-numbers.active-line-number");
  }

  /** Waits for Monaco; the plain field before it is not what is meant here. */
  async editor(): Promise<Locator> {
    await this.show("code");
    await this.#page.locator('[data-editor="full"]').waitFor();
    const editor = this.#page.locator(".code-editor__full .monaco-editor").first();
    await editor.locator(".view-line").first().waitFor();
    return editor;
  }

  /** Replaces all the code, as one does by pasting. */
  async write(text: string): Promise<void> {
    const editor = await this.editor();
    await editor.locator(".view-lines").click();
    await this.#page.keyboard.press("ControlOrMeta+A");
    await this.#page.evaluate((code) => navigator.clipboard.writeText(code), text);
    await this.#page.keyboard.press("ControlOrMeta+V");
  }

  async start(purpose: "run" | "submit"): Promise<void> {
    await this.#page.getByRole("button", { name: messages[this.#locale].exercise[purpose], exact: true }).click();
  }

  /** The card that says how the grading ended. */
  get card(): Locator {
    return this.#page.locator(".ls-verdict-card");
  }

  /** The rows of the cases. */
  get cases(): Locator {
    return this.#page.locator(".ls-case");
  }

  /** The verdict on the card, as soon as it is there. */
  async verdict(): Promise<string | null> {
    await this.card.waitFor();
    return this.card.getAttribute("data-verdict");
  }

  /**
   * Notes every change of the cases' states from now on, so that it can be told afterwards whether they came one by one.
   * Call before the page is opened.
   */
  async noteCases(): Promise<void> {
    await this.#page.addInitScript(() => {
      const notes: string[] = [];
      Reflect.set(globalThis, "caseNotes", notes);
      const note = () => {
        const rows = Array.from(document.querySelectorAll(".ls-case"), (row) => row.getAttribute("data-state") ?? "");
        const line = rows.join(" ");
        if (line !== "" && line !== notes.at(-1)) notes.push(line);
      };
      new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
    });
  }

  /** What was noted since the last call: the states of all cases, once for each change. */
  async takeNotes(): Promise<readonly (readonly string[])[]> {
    const lines = await this.#page.evaluate(() => {
      const notes: unknown = Reflect.get(globalThis, "caseNotes");
      return Array.isArray(notes) ? notes.splice(0).map(String) : [];
    });
    return lines.map((line) => line.split(" "));
  }
}

/** The line of an exercise on the course page, with how far its reader is. */
export function stopOf(page: Page, slug: string): Locator {
  return page.getByRole("listitem").filter({ has: page.locator(`a[href$="/exercises/${slug}"]`) });
}
