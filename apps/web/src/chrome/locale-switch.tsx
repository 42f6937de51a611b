"use client";
import { locales } from "@lockstep/contracts";
import { useLocale, useTranslations } from "next-intl";
import { Link, usePathname } from "#web/i18n/navigation.ts";

const names = { en: "EN", "zh-CN": "中文" } as const;
const longNames = { en: "English", "zh-CN": "简体中文" } as const;

/** The same page in the other language. */
export function LocaleSwitch() {
  const t = useTranslations("chrome");
  const current = useLocale();
  const pathname = usePathname();
  return (
    <nav className="ls-switch" aria-label={t("language")}>
      {locales.map((locale) => (
        <Link
          key={locale}
          href={pathname}
          locale={locale}
          lang={locale}
          hrefLang={locale}
          // The page of the other language is fetched when it is asked for, not for everyone.
          prefetch={false}
          className="ls-switch__option"
          aria-current={locale === current ? "true" : undefined}
          title={longNames[locale]}
        >
          {names[locale]}
        </Link>
      ))}
    </nav>
  );
}
