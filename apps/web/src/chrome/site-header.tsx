import type { Viewer } from "@lockstep/api";
import { buttonClass, Mark } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { Link } from "#web/i18n/navigation.ts";
import type { Theme } from "#web/theme/theme.ts";
import { ThemeToggle } from "#web/theme/theme-toggle.tsx";
import { LocaleSwitch } from "./locale-switch.tsx";

/** The bar on top of every page. */
export function SiteHeader({ viewer, theme }: { readonly viewer: Viewer | null; readonly theme: Theme }) {
  const t = useTranslations("chrome");
  return (
    <header className="site-header">
      <div className="site-header__inner">
        <Link href="/" className="ls-wordmark" aria-label={t("home")}>
          <Mark />
          <span>Lockstep</span>
        </Link>
        <nav className="site-nav" aria-label={t("main")}>
          <Link href="/course">{t("course")}</Link>
          {viewer !== null && (
            <Link href="/submissions" className="site-nav__wide">
              {t("submissions")}
            </Link>
          )}
          {viewer?.role === "instructor" && (
            <Link href="/instructor" className="site-nav__wide">
              {t("instructor")}
            </Link>
          )}
        </nav>
        <div className="site-header__end">
          <div className="site-header__theme">
            <ThemeToggle initial={theme} />
          </div>
          <LocaleSwitch />
          {viewer === null ? (
            <Link href="/sign-in" className={buttonClass("secondary", "small")}>
              {t("signIn")}
            </Link>
          ) : (
            <Link href="/account" className="site-header__account" title={viewer.name}>
              <span aria-hidden="true">{Array.from(viewer.name)[0]?.toUpperCase()}</span>
              <span className="ls-unseen">{t("account")}</span>
            </Link>
          )}
        </div>
      </div>
    </header>
  );
}

/** The last lines of every page but the workspace. */
export function SiteFooter({ theme }: { readonly theme: Theme }) {
  const t = useTranslations("chrome");
  return (
    <footer className="site-footer">
      <p>{t("footer")}</p>
      <ThemeToggle initial={theme} />
    </footer>
  );
}
