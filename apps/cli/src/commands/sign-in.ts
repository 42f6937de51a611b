import { ExitCode, UsageError } from "../exit-code.ts";
import { ask } from "../site/ask.ts";
import { keepSession } from "../site/sessions.ts";
import { Site } from "../site/site.ts";

/** Where `pnpm dev` serves. */
export const USUAL_SITE = "http://localhost:3000";

/** An address without anything behind the host. @throws {UsageError} */
export function addressOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`"${text}" is no address of a site. Write it as ${USUAL_SITE}.`);
  return url.origin;
}

/** Opens a session on a site and keeps its token, not the password. */
export async function signIn(command: { readonly site: string; readonly email: string | undefined }): Promise<number> {
  const address = addressOf(command.site);
  const questions = [
    ...(command.email === undefined ? [{ text: `E-mail on ${address}: `, isSecret: false }] : []),
    { text: "Password: ", isSecret: true },
  ];
  const answers = await ask(questions);
  const password = answers.pop() ?? "";
  const email = command.email ?? answers[0] ?? "";
  const token = await new Site(address, null).signIn(email.trim(), password);
  const file = await keepSession(address, { token, email: email.trim() });
  process.stdout.write(`Signed in to ${address} as ${email.trim()}. The session is in ${file}.\n`);
  return ExitCode.ok;
}
