import { visibleText } from "./visible-text.ts";

/** Props of {@link Output}. */
export interface OutputProps {
  readonly label: string;
  readonly text: string;
  readonly stream: "stdout" | "stderr";
  /** Said when some of it was dropped. */
  readonly truncatedNote?: string | undefined;
}

/** What a program printed, as text and never as markup; characters that would not be seen are spelled out. */
export function Output({ label, text, stream, truncatedNote }: OutputProps) {
  return (
    <div className="ls-output">
      <p className="ls-output__label">{label}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, so the keyboard must reach it */}
      <section className={`ls-output__text ls-output__text--${stream}`} tabIndex={0} aria-label={label}>
        <pre>
          {visibleText(text).map((run) =>
            run.marked ? (
              <span key={run.from} className="ls-output__mark">
                {run.text}
              </span>
            ) : (
              run.text
            ),
          )}
        </pre>
      </section>
      {truncatedNote !== undefined && <p className="ls-output__note">{truncatedNote}</p>}
    </div>
  );
}
