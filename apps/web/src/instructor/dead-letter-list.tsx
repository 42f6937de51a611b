"use client";
import type { DeadLetter } from "@lockstep/api";
import { Button, visibleText } from "@lockstep/ui";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTRPC } from "#web/api/api-provider.tsx";
import { ErrorNotice } from "#web/api/error-notice.tsx";
import { useHydrated } from "#web/chrome/hydrated.tsx";
import { Link } from "#web/i18n/navigation.ts";
import { LocalTime } from "#web/submissions/local-time.tsx";

/** Gradings that failed on our side as often as they may, each with the reason and the way to try again. */
export function DeadLetterList({ letters }: { readonly letters: readonly DeadLetter[] }) {
  return (
    <ul className="submissions">
      {letters.map((letter) => (
        <li key={letter.id}>
          <Letter letter={letter} />
        </li>
      ))}
    </ul>
  );
}

function Letter({ letter }: { readonly letter: DeadLetter }) {
  const t = useTranslations("deadLetters");
  const locale = useLocale();
  const trpc = useTRPC();
  const router = useRouter();
  const hydrated = useHydrated();
  const again = useMutation(
    trpc.instructor.retryDeadLetter.mutationOptions({
      // The list is the server's: asked again, it has one less, whoever sent it.
      onSettled: () => router.refresh(),
    }),
  );
  const { submission, failedAt, because } = letter;
  return (
    <article className="dead-letter">
      <div>
        <h2 className="dead-letter__what">
          {submission === null ? (
            t("unknown")
          ) : (
            <Link href={`/instructor/submissions/${submission.id}`}>
              {submission.title[locale]} · {submission.student}
            </Link>
          )}
        </h2>
        <p className="submission-line__aside">
          <LocalTime at={failedAt} />
          {submission !== null && (
            <>
              {" · "}
              <code>{submission.id.slice(-6)}</code>
            </>
          )}
        </p>
      </div>
      {submission !== null && (
        <Button
          size="small"
          disabled={!hydrated}
          busy={again.isPending || again.isSuccess}
          onClick={() => again.mutate({ id: letter.id })}
        >
          {t("again")}
        </Button>
      )}
      <pre className="dead-letter__because">{visibleText(because).map(({ text }) => text)}</pre>
      {again.error !== null && <ErrorNotice error={again.error} />}
    </article>
  );
}
