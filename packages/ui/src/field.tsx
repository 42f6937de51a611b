import { type InputHTMLAttributes, type ReactNode, useId } from "react";

/** Props of {@link Field}. */
export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the entry, and how to mend it. */
  readonly error?: ReactNode;
}

/** An input with its label, hint and error, tied together for those who listen to the page. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const told = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`].join(" ").trim();
  return (
    <div className="ls-field">
      <label className="ls-field__label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="ls-field__input"
        aria-describedby={told || undefined}
        aria-invalid={error === undefined ? undefined : true}
      />
      {hint !== undefined && (
        <p className="ls-field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="ls-field__error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
