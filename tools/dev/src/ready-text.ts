/** What the seed said it did. */
export interface SeededSite {
  readonly exercises: readonly string[];
  /** Exercises whose version is new. */
  readonly changed: readonly string[];
  readonly accounts: readonly { readonly email: string; readonly password: string; readonly role: string }[];
}

/** Reads the seed's last line. @throws {SyntaxError} where it is not what the seed writes */
export function parseSeeded(line: string): SeededSite {
  const value: unknown = JSON.parse(line);
  const fields = typeof value === "object" && value !== null ? value : {};
  const exercises: unknown = "exercises" in fields ? fields.exercises : undefined;
  const accounts: unknown = "accounts" in fields ? fields.accounts : undefined;
  const changed: unknown = "changed" in fields ? fields.changed : [];
  if (!Array.isArray(exercises) || !Array.isArray(accounts) || !Array.isArray(changed))
    throw new SyntaxError("The seed did not say what it did.");
  return { exercises: exercises.map(String), changed: changed.map(String), accounts: accounts.map(accountOf) };
}

function accountOf(value: unknown): SeededSite["accounts"][number] {
  if (typeof value !== "object" || value === null || !("email" in value && "password" in value && "role" in value))
    throw new SyntaxError("The seed named an account without e-mail, password or role.");
  return { email: String(value.email), password: String(value.password), role: String(value.role) };
}

/** What `dev` says when the site answers. */
export function readyText(site: {
  readonly address: string;
  readonly accounts: SeededSite["accounts"];
  readonly exercises: number;
}): string {
  const width = Math.max(0, ...site.accounts.map(({ email }) => email.length));
  const passwordWidth = Math.max(0, ...site.accounts.map(({ password }) => password.length));
  const accounts = site.accounts.map(
    ({ email, password, role }) => `    ${email.padEnd(width)}   ${password.padEnd(passwordWidth)}   ${role}`,
  );
  const line = "─".repeat(64);
  const count = site.exercises === 1 ? "1 exercise" : `${site.exercises} exercises`;
  return [
    "",
    line,
    `  Lockstep is ready at  ${site.address}  (${count})`,
    "",
    "  Demo accounts (e-mail, password):",
    ...accounts,
    "",
    "  Ctrl-C stops everything.",
    line,
    "",
  ].join("\n");
}
