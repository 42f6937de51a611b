import { PASSWORD_LENGTH_MIN } from "@lockstep/auth";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "#web/i18n/navigation.ts";
import { AccountForm } from "#web/session/account-form.tsx";
import { returnAddress } from "#web/session/return-address.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signUp");
  return { title: t("title") };
}

export default async function Page({ searchParams }: PageProps<"/[locale]/sign-up">) {
  const to = returnAddress((await searchParams)["from"]);
  const t = await getTranslations("signUp");
  return (
    <div className="page page--narrow">
      <header>
        <h1 className="page__title">{t("title")}</h1>
        <p className="page__lead">{t("lead")}</p>
      </header>
      <AccountForm kind="sign-up" to={to} passwordLengthMin={PASSWORD_LENGTH_MIN} />
      <p className="soft">
        {/* Where a language sets a space after its question mark, its text ends with one. */}
        {t("haveAccount")}
        <Link href={{ pathname: "/sign-in", query: { from: to } }}>{t("toSignIn")}</Link>
      </p>
    </div>
  );
}
