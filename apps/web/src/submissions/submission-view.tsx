import type { SubmissionLine } from "@lockstep/api";
import type { Locale, SourceFile } from "@lockstep/contracts";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "#web/i18n/navigation.ts";
import { SourceText } from "#web/markdown/markdown.tsx";
import { LocalTime } from "./local-time.tsx";

/** Props of {@link SubmissionHead}. */
export interface SubmissionHeadProps {
  readonly submission: SubmissionLine;
  readonly locale: Locale;
  /** Whose it is, where that is not the reader. */
  readonly student?: string;
  readonly children?: ReactNode;
}

/** Which submission this is, and what can be done with it. */
export function SubmissionHead({ submission, locale, student, children }: SubmissionHeadProps) {
  const t = useTranslations();
  return (
    <header className="stack">
      <div>
        <p className="page__kicker">
          <Link href={`/exercises/${submission.slug}`}>{submission.title[locale]}</Link>
        </p>
        <h1 className="page__title">{t(`grading.purpose.${submission.purpose}`)}</h1>
        <p className="soft ls-numbers">
          <LocalTime at={submission.createdAt} />
          {student !== undefined && <> · {student}</>} · <code>{submission.id.slice(-6)}</code>
        </p>
      </div>
      {children !== undefined && <div className="row">{children}</div>}
    </header>
  );
}

/** The files of a submission. */
export function SubmissionFiles({ files }: { readonly files: readonly SourceFile[] }) {
  const t = useTranslations("submissions");
  return (
    <section className="stack" aria-labelledby="files">
      <h2 id="files" className="statement__heading">
        {t("files")}
      </h2>
      {files.map((file) => (
        <div key={file.path} className="ls-prose">
          <p className="soft">
            <code>{file.path}</code>
          </p>
          <SourceText text={file.text} />
        </div>
      ))}
    </section>
  );
}
