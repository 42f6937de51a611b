const paths = {
  accepted: "M4.5 10.5 8.5 14.5 15.5 6",
  wrong: "M5.5 5.5 14.5 14.5M14.5 5.5 5.5 14.5",
  limit: "M10 5.5V10L13 12M10 2.75a7.25 7.25 0 1 0 0 14.5a7.25 7.25 0 0 0 0-14.5Z",
  ours: "M10 6V10.75M10 13.5V13.75M10 2.5 18 16.5H2Z",
  error: "M10 5.5V11M10 14V14.25M10 2.75a7.25 7.25 0 1 0 0 14.5a7.25 7.25 0 0 0 0-14.5Z",
  code: "M7 5.5 2.75 10 7 14.5M13 5.5 17.25 10 13 14.5",
  waiting: "M10 3.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5Z",
  info: "M10 9V14M10 6V6.25M10 2.75a7.25 7.25 0 1 0 0 14.5a7.25 7.25 0 0 0 0-14.5Z",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7ZM10 1.75V3.25M10 16.75V18.25M1.75 10H3.25M16.75 10H18.25M4.2 4.2 5.25 5.25M14.75 14.75 15.8 15.8M4.2 15.8 5.25 14.75M14.75 5.25 15.8 4.2",
  moon: "M16.5 12.1A7 7 0 0 1 7.9 3.5a7 7 0 1 0 8.6 8.6Z",
  screen: "M2.75 4.25H17.25V13.25H2.75ZM7.25 16.75H12.75M10 13.25V16.75",
  arrow: "M4 10H16M11 5 16 10 11 15",
  back: "M16 10H4M9 5 4 10 9 15",
  play: "M6 4.25V15.75L15.5 10Z",
} as const;

/** Names of the drawn signs. */
export type IconName = keyof typeof paths;

/** A line drawing on a grid of 20. Decorative: the text beside it says what it means. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentcolor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Four steps that take turns: something is under way. */
export function Spinner() {
  return (
    <svg className="ls-spinner" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="5" height="5" rx="1" />
      <rect x="8" y="1" width="5" height="5" rx="1" />
      <rect x="8" y="8" width="5" height="5" rx="1" />
      <rect x="1" y="8" width="5" height="5" rx="1" />
    </svg>
  );
}
