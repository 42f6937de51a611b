"use client";
import { Button } from "@lockstep/ui";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "#web/api/api-provider.tsx";
import { ErrorNotice } from "#web/api/error-notice.tsx";

/** Ends an own grading that runs or waits. Its end comes with the events, like any other. */
export function TakeBackButton({ submissionId }: { readonly submissionId: string }) {
  const t = useTranslations("grading");
  const trpc = useTRPC();
  const cancel = useMutation(trpc.student.cancel.mutationOptions());
  return (
    <>
      <div>
        <Button
          size="small"
          // Where it had ended before, the event that says so is on its way.
          busy={cancel.isPending || cancel.isSuccess}
          onClick={() => cancel.mutate({ submissionId })}
        >
          {t("cancel")}
        </Button>
      </div>
      {cancel.error !== null && <ErrorNotice error={cancel.error} />}
    </>
  );
}
