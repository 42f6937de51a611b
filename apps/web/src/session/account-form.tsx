"use client";
import { Button, errorTexts, Field, Notice } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, type SubmitEvent, useRef, useState } from "react";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { type AuthOutcome, signIn, signUp } from "./auth-client.ts";

/** An account that anybody may use on this development server. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly role: "student" | "instructor";
}

/** Props of {@link AccountForm}. */
export interface AccountFormProps {
  readonly kind: "sign-in" | "sign-up";
  /** Where to go afterwards. */
  readonly to?: string;
  /** Called afterwards, in the place of going anywhere. */
  readonly onDone?: () => void;
  /** For a new account. */
  readonly passwordLengthMin?: number;
  readonly demo?: readonly DemoAccount[];
  readonly children?: ReactNode;
}

/** Sign in, or make an account. */
export function AccountForm(props: AccountFormProps) {
  const { kind, to = "/", onDone, passwordLengthMin = 0, demo = [], children } = props;
  const t = useTranslations();
  const locale = useLocale();
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const [outcome, setOutcome] = useState<AuthOutcome | "busy" | null>(null);
  const isNew = kind === "sign-up";

  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = entered.get(name);
      return typeof value === "string" ? value : "";
    };
    const credentials = { email: text("email"), password: text("password") };
    setOutcome("busy");
    const ended = await (isNew ? signUp({ ...credentials, name: text("name") }) : signIn(credentials));
    if (ended !== "done") return setOutcome(ended);
    if (onDone !== undefined) {
      setOutcome(null);
      return onDone();
    }
    // A whole new page: everything that was drawn for a visitor is drawn anew.
    globalThis.location.assign(`/${locale}${to}`);
  };
  const fill = ({ email, password }: DemoAccount) => {
    for (const [name, value] of Object.entries({ email, password })) {
      const input = form.current?.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = value;
    }
  };

  return (
    <>
      <form ref={form} className="form" method="post" onSubmit={(event) => void send(event)}>
        {outcome === "refused" && (
          <Notice tone="bad" role="alert" title={isNew ? t("signUp.taken") : t("signIn.wrong")}>
            {isNew ? t("signUp.takenNext", { count: passwordLengthMin }) : t("signIn.wrongNext")}
          </Notice>
        )}
        {outcome === "too-many" && (
          <Notice tone="limit" role="alert" title={errorTexts["too-many-requests"][locale].title}>
            {errorTexts["too-many-requests"][locale].next}
          </Notice>
        )}
        {outcome === "unreachable" && (
          <Notice tone="ours" role="alert" title={errorTexts.unavailable[locale].title}>
            {errorTexts.unavailable[locale].next}
          </Notice>
        )}
        {isNew && (
          <Field
            label={t("signUp.name")}
            hint={t("signUp.nameHint")}
            name="name"
            autoComplete="name"
            required
            maxLength={80}
            pattern=".*\S.*"
          />
        )}
        <Field
          label={t("signIn.email")}
          name="email"
          type="email"
          autoComplete="email"
          required
          // The browser alone takes an address without a dot, which the server refuses.
          pattern={isNew ? "[^@]+@[^@]+[.][^@]+" : undefined}
        />
        <Field
          label={t("signIn.password")}
          hint={isNew ? t("signUp.passwordHint", { count: passwordLengthMin }) : undefined}
          name="password"
          type="password"
          autoComplete={isNew ? "new-password" : "current-password"}
          minLength={isNew ? passwordLengthMin : undefined}
          required
        />
        <div className="row">
          <Button look="primary" type="submit" disabled={!hydrated} busy={outcome === "busy"}>
            {isNew ? t("signUp.submit") : t("signIn.submit")}
          </Button>
          {children}
        </div>
      </form>
      {demo.length > 0 && (
        <section className="demo stack" aria-labelledby="demo">
          <h2 id="demo" className="statement__heading">
            {t("signIn.demoTitle")}
          </h2>
          {demo.map((account) => (
            <div key={account.email} className="row">
              <Button size="small" disabled={!hydrated} onClick={() => fill(account)}>
                {t("signIn.demoFill")} · {t(account.role === "student" ? "account.student" : "account.instructorRole")}
              </Button>
              <code>{account.email}</code>
            </div>
          ))}
        </section>
      )}
    </>
  );
}
