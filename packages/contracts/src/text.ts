import { z } from "zod";

/** Languages of the site; every text a person reads exists in each. */
export const locales = ["en", "zh-CN"] as const;
export const locale = z.enum(locales);
export type Locale = z.infer<typeof locale>;

/** A sentence in every language of the site. */
export const localised = z.strictObject({ en: z.string().min(1), "zh-CN": z.string().min(1) });
export type Localised = z.infer<typeof localised>;
