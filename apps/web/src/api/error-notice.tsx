"use client";
import { type ApiErrorCode, apiErrorCode } from "@lockstep/contracts";
import { buttonClass, errorTexts, Notice } from "@lockstep/ui";
import { TRPCClientError } from "@trpc/client";
import { useLocale, useTranslations } from "next-intl";
import { z } from "zod";
import { Link, usePathname } from "#web/i18n/navigation.ts";

const withCode = z.object({ appCode: apiErrorCode });

/** The code of an error that a call of the API ended with. `unreachable`: there was no answer at all. */
export function errorCodeOf(error: unknown): ApiErrorCode | "unreachable" {
  if (!(error instanceof TRPCClientError)) return "internal";
  const data: unknown = error.data;
  if (data === undefined || data === null) return "unreachable";
  return withCode.safeParse(data).data?.appCode ?? "internal";
}

/** An error of the API in words, with the next step. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  const locale = useLocale();
  const t = useTranslations("chrome");
  const pathname = usePathname();
  const code = errorCodeOf(error);
  const text = errorTexts[code][locale];
  return (
    <Notice
      tone={code === "internal" || code === "unavailable" ? "ours" : "bad"}
      role="alert"
      title={text.title}
      actions={
        code === "sign-in-required" ? (
          <Link
            href={{ pathname: "/sign-in", query: { from: pathname } }}
            className={buttonClass("secondary", "small")}
          >
            {t("signIn")}
          </Link>
        ) : undefined
      }
    >
      {text.means} {text.next}
    </Notice>
  );
}
