"use client";
import type { CompileError } from "@lockstep/contracts";
import { Button, visibleText } from "@lockstep/ui";
import { useTranslations } from "next-intl";

/** Props of {@link CompileErrors}. */
export interface CompileErrorsProps {
  readonly errors: readonly CompileError[];
  /** Goes to the place in the editor; absent where there is no editor on the page. */
  readonly onGoTo?: ((error: CompileError) => void) | undefined;
}

/** Where a text does not compile; each line leads to its place. */
export function CompileErrors({ errors, onGoTo }: CompileErrorsProps) {
  const t = useTranslations("grading");
  return (
    <section className="compile-errors" aria-labelledby="compile-errors">
      <h3 id="compile-errors">{t("compileTitle")}</h3>
      <ol className="compile-errors__list">
        {errors.map((error) => {
          const place = t("compileLine", { line: error.line, column: error.column });
          return (
            <li key={`${error.file}:${error.line}:${error.column}:${error.message}`}>
              {onGoTo === undefined ? (
                <span className="soft ls-numbers">
                  {error.file} · {place}
                </span>
              ) : (
                <Button
                  size="small"
                  aria-label={t("goToLine", { line: error.line, file: error.file })}
                  onClick={() => onGoTo(error)}
                >
                  {place}
                </Button>
              )}
              <code>{visibleText(error.message).map(({ text }) => text)}</code>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
