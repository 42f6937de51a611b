import type { Locale } from "@lockstep/contracts";
import type messages from "#messages/en.json";

declare module "next-intl" {
  /** Makes every key a checked one: a text that is missing fails the type check. */
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}
