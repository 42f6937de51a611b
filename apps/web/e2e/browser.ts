import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, inject, onTestFinished } from "vitest";
import { resultsFolder } from "./part.ts";

const executablePath = process.env["CHROMIUM"] || "/usr/bin/chromium";
const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking"];
const args = ["--headless", "--disable-gpu", ...quiet, "--disable-component-update", "--disable-sync"];
/** The machine may be slow and busy; how long things take is not what is tested here. */
const PATIENCE_MS = 120_000;
const VIEWS = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;

/** How a visitor looks at the site. */
export interface VisitOptions {
  readonly view?: keyof typeof VIEWS;
  readonly theme?: "light" | "dark";
  /** Of another web server than the site's. */
  readonly address?: string;
}

/** One visitor with a browser of their own: nothing is shared with another. */
export interface Visit {
  /** Of the web server; no slash at the end. */
  readonly address: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Opens an address of the site, such as `/en/course`, and waits until the page listens. */
  open(path: string): Promise<void>;
  /** Errors that pages have written to the console or thrown, and breaches of the content security policy. */
  readonly problems: readonly string[];
}

/** A browser for one test file, closed at its end. */
export function useBrowser(): { visit(options?: VisitOptions): Promise<Visit> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, chromiumSandbox: false, args });
  });
  afterAll(() => browser?.close());
  return {
    visit: async (options = {}) => {
      if (browser === undefined) throw new Error("The browser is not there before the first test.");
      return newVisit(browser, options);
    },
  };
}

async function newVisit(browser: Browser, options: VisitOptions): Promise<Visit> {
  const { view = "desktop", theme = "light", address = inject("address") } = options;
  const context = await browser.newContext({
    baseURL: address,
    viewport: VIEWS[view],
    hasTouch: view === "phone",
    isMobile: view === "phone",
    colorScheme: theme,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.setDefaultNavigationTimeout(PATIENCE_MS);
  const problems: string[] = [];
  await context.exposeFunction("tellPolicyViolation", (text: string) => problems.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const tell: unknown = Reflect.get(globalThis, "tellPolicyViolation");
      if (typeof tell === "function") tell(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => problems.push(`thrown: ${String(error.error())}`));
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail" && !page.isClosed()) {
      mkdirSync(resultsFolder, { recursive: true });
      await page.screenshot({ path: join(resultsFolder, `${task.name.replaceAll(/\W+/g, "-")}.png`) });
    }
    await context.close();
  });
  return {
    address,
    context,
    page,
    open: async (path) => {
      await page.goto(path);
      await page.locator("body[data-hydrated]").waitFor();
    },
    problems,
  };
}
