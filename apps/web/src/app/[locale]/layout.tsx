import "@lockstep/ui/styles.css";
import "../styles/index.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { hasLocale, NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { ApiProvider } from "#web/api/api-provider.tsx";
import { HydratedMark } from "#web/chrome/hydrated.tsx";
import { SiteFooter, SiteHeader } from "#web/chrome/site-header.tsx";
import { routing } from "#web/i18n/routing.ts";
import { currentViewer } from "#web/session/current-viewer.ts";
import { THEME_COOKIE, themeOf } from "#web/theme/theme.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site");
  return { title: { default: t("name"), template: `%s · ${t("name")}` }, description: t("description") };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f9fb" },
    { media: "(prefers-color-scheme: dark)", color: "#0f141c" },
  ],
};

export default async function Layout({ children, params }: LayoutProps<"/[locale]">): Promise<ReactNode> {
  // Scripts carry a nonce of the request, so no page may be rendered ahead of it.
  await connection();
  const { locale } = await params;
  if (!hasLocale(routing.locales, locale)) notFound();
  const t = await getTranslations("chrome");
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const viewer = await currentViewer();
  return (
    <html lang={locale} data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <NextIntlClientProvider>
          <ApiProvider>
            <a className="ls-skip" href="#content">
              {t("skip")}
            </a>
            <SiteHeader viewer={viewer} theme={theme} />
            <main id="content" tabIndex={-1}>
              {children}
            </main>
            <SiteFooter theme={theme} />
            <HydratedMark />
          </ApiProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
