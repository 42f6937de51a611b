/** What a reader can choose; `system` follows the device. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The server reads it before it draws the first line, so no page flashes in the wrong colours. */
export const THEME_COOKIE = "lockstep-theme";

/** The theme that a cookie names; anything unknown is `system`. */
export function themeOf(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? "system";
}
