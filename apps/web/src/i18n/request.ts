import { hasLocale } from "next-intl";
import { getRequestConfig } from "next-intl/server";
import { routing } from "./routing.ts";

/** Which language and texts a request gets. */
export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale;
  const locale = hasLocale(routing.locales, requested) ? requested : routing.defaultLocale;
  const { default: messages } =
    locale === "en" ? await import("#messages/en.json") : await import("#messages/zh-CN.json");
  // One zone for all: server and browser must write the same text, or hydration fails.
  return { locale, messages, timeZone: "UTC" };
});
