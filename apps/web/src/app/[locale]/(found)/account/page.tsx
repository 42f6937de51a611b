import { buttonClass } from "@lockstep/ui";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Link } from "#web/i18n/navigation.ts";
import { requireViewer } from "#web/session/current-viewer.ts";
import { SignOutButton } from "#web/session/sign-out-button.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default async function Page() {
  const viewer = await requireViewer("/account");
  const t = await getTranslations();
  return (
    <div className="page page--narrow">
      <h1 className="page__title">{t("account.title")}</h1>
      <dl className="facts">
        <dt>{t("account.name")}</dt>
        <dd>{viewer.name}</dd>
        <dt>{t("account.email")}</dt>
        <dd>{viewer.email}</dd>
        <dt>{t("account.role")}</dt>
        <dd>{t(viewer.role === "instructor" ? "account.instructorRole" : "account.student")}</dd>
      </dl>
      <div className="row">
        <Link href="/submissions" className={buttonClass("secondary")}>
          {t("account.mySubmissions")}
        </Link>
        {viewer.role === "instructor" && (
          <Link href="/instructor" className={buttonClass("secondary")}>
            {t("account.toInstructor")}
          </Link>
        )}
        <SignOutButton />
      </div>
    </div>
  );
}
