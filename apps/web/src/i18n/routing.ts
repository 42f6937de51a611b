import { locales } from "@lockstep/contracts";
import { defineRouting } from "next-intl/routing";

/** Languages in the address: `/en/…`, `/zh-CN/…`. */
export const routing = defineRouting({ locales, defaultLocale: "en", localePrefix: "always" });
