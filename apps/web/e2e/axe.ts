import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const LOOKS_MAX = 60;
const PAUSE_MS = 250;

/**
 * What axe finds wrong with the page in either theme, as it is when it has been made: one that is still coming has no heading
 * yet, and what is wrong with one that is there stays wrong. The visitor's choice of a theme must be that of the device.
 */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violationsNow(page)).map((text) => `${colorScheme} ${text}`));
  }
  return found;
}

async function violationsNow(page: Page): Promise<readonly string[]> {
  for (let looks = 1; ; looks++) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    if (violations.length > 0 && looks < LOOKS_MAX) {
      await page.waitForTimeout(PAUSE_MS);
      continue;
    }
    return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }
}
