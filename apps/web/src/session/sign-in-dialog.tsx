"use client";
import { Dialog } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { useTRPCClient } from "#web/api/api-provider.tsx";
import { AccountForm } from "./account-form.tsx";

/** Props of {@link SignInDialog}. */
export interface SignInDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Whose page this is. */
  readonly viewerId: string;
  /** The same person has signed in again. */
  readonly onDone: () => void;
}

/** Signs in over the page, after a session has ended in the middle of something. */
export function SignInDialog({ open, onClose, viewerId, onDone }: SignInDialogProps) {
  const t = useTranslations("signIn");
  const client = useTRPCClient();
  const done = async () => {
    const viewer = await client.public.viewer.query().catch(() => null);
    // What is on the page belongs to somebody else; it stays in this browser under their name.
    if (viewer !== null && viewer.id !== viewerId) return globalThis.location.reload();
    onDone();
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("againTitle")} closeLabel={t("notNow")}>
      <p className="soft">{t("againLead")}</p>
      <AccountForm kind="sign-in" onDone={() => void done()} />
    </Dialog>
  );
}
