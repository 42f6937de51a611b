import type { ReactNode } from "react";

/** One choice of a {@link SwitchGroup}. */
export interface SwitchOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon: ReactNode;
}

/** Props of {@link SwitchGroup}. */
export interface SwitchGroupProps<Value extends string> {
  readonly label: string;
  readonly options: readonly SwitchOption<Value>[];
  readonly value: Value;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** A choice of few, shown as signs; each has its name for those who don't see the sign. */
export function SwitchGroup<Value extends string>(props: SwitchGroupProps<Value>) {
  const { label, options, value, disabled = false, onChange } = props;
  return (
    <fieldset className="ls-switch" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="ls-switch__option"
          aria-pressed={option.value === value}
          aria-label={option.label}
          title={option.label}
          disabled={disabled}
          onClick={() => onChange(option.value)}
        >
          {option.icon}
        </button>
      ))}
    </fieldset>
  );
}
