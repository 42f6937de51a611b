/** The sign of Lockstep: two lanes whose steps take turns. Decorative; the word beside it names it. */
export function Mark() {
  return (
    <svg className="ls-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect x="4" y="2" width="6" height="6" rx="1.5" fill="var(--accent)" />
      <rect x="14" y="6" width="6" height="6" rx="1.5" fill="currentcolor" />
      <rect x="4" y="12" width="6" height="6" rx="1.5" fill="var(--accent)" />
      <rect x="14" y="16" width="6" height="6" rx="1.5" fill="currentcolor" />
    </svg>
  );
}
