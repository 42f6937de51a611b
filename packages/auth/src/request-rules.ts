import { type Database, takeTry } from "@lockstep/db";
import { getIP } from "better-auth/api";
import { z } from "zod";
import { readLimited, withBody } from "./limited-body.ts";
import { PasswordGuesses } from "./password-guesses.ts";
import { refusal } from "./refusal.ts";

/** Header with the address of whoever asks. The server sets it on every request, over whatever a client has sent. */
export const CLIENT_ADDRESS_HEADER = "x-client-address";

/** Where better-auth finds an address: never in what a client says of itself. */
export const ipAddress = { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] };

/** Longest name and e-mail that are taken, in characters. */
export const NAME_LENGTH_MAX = 80;
const EMAIL_LENGTH_MAX = 254;
const BODY_BYTES_MAX = 8 * 1024;

/** What of better-auth can be reached. The rest (links in e-mails, changing addresses, other providers) has no page here. */
const paths: ReadonlySet<string> = new Set(["/sign-up/email", "/sign-in/email", "/sign-out", "/get-session"]);

/** A class behind one address signs up within a minute, a guesser doesn't get far. Signing in and signing up count apart. */
const FROM_ONE_ADDRESS = { most: 40, windowMs: 60_000 } as const;

/** All that is handed on; each is a text that the database can keep. */
const account = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(NAME_LENGTH_MAX)
    .regex(/^\P{Cc}*$/u)
    .optional(),
  email: z.email().max(EMAIL_LENGTH_MAX),
  password: z.string(),
  callbackURL: z.string().optional(),
  rememberMe: z.boolean().optional(),
});

/**
 * What holds for every request below `/api/auth` before better-auth sees it: known paths only and a bounded body. Who signs in
 * or up is looked at in this order: what he sends, how often his address has asked, how often this account's password was
 * wrong. So whoever is refused has cost no more than the step that refuses him.
 */
export function withRules(
  db: Database,
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  const guesses = new PasswordGuesses(db);
  return async (request) => {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
    if (!paths.has(path)) return refusal(404);
    if (request.method !== "POST") return handler(request);
    const body = await readLimited(request, BODY_BYTES_MAX);
    if (body === null) return refusal(413);
    if (!path.endsWith("/email")) return handler(withBody(request, body));
    // better-auth takes forms, too, and there are bodies that are both, with two e-mails.
    if (!isJson(request.headers)) return refusal(415);
    const entered = account.safeParse(parsed(body)).data;
    if (entered === undefined) return refusal(400);
    const address = getIP(request, { advanced: { ipAddress } }) ?? "unknown";
    const { allowed, retryAfterMs } = await takeTry(db, `auth:${path}|${address}`, FROM_ONE_ADDRESS);
    if (!allowed) return refusal(429, retryAfterMs);
    const checked = withBody(request, JSON.stringify(entered));
    return path === "/sign-in/email" ? guesses.make(entered.email, () => handler(checked)) : handler(checked);
  };
}

function isJson(headers: Headers): boolean {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  return type.trim().toLowerCase() === "application/json";
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
