import { type Database, forgetTries, takeTry, undoTry } from "@lockstep/db";
import { z } from "zod";
import { readLimited, withBody } from "./limited-body.ts";

/** Header with the address of whoever asks. The server sets it on every request, over whatever a client has sent. */
export const CLIENT_ADDRESS_HEADER = "x-client-address";

/** Longest name and e-mail that are taken, in characters. */
export const NAME_LENGTH_MAX = 80;
const EMAIL_LENGTH_MAX = 254;
const BODY_BYTES_MAX = 8 * 1024;

/** What of better-auth can be reached. The rest (links in e-mails, changing addresses, other providers) has no page here. */
const paths: ReadonlySet<string> = new Set(["/sign-up/email", "/sign-in/email", "/sign-out", "/get-session"]);

/** Wrong passwords for one e-mail address, from wherever they come. */
const WRONG_PASSWORDS = { most: 10, windowMs: 10 * 60_000 } as const;

const account = z.looseObject({
  name: z.string().trim().min(1).max(NAME_LENGTH_MAX).optional(),
  email: z.string().max(EMAIL_LENGTH_MAX),
});

/**
 * What holds for every request below `/api/auth` before better-auth sees it: known paths only, a bounded body, bounded
 * names, and few guesses for one e-mail, whoever makes them.
 */
export function withRules(
  db: Database,
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
    if (!paths.has(path)) return refusal(404);
    if (request.method !== "POST") return handler(request);
    const body = await readLimited(request, BODY_BYTES_MAX);
    if (body === null) return refusal(413);
    const bounded = withBody(request, body);
    if (!path.endsWith("/email")) return handler(bounded);
    const entered = account.safeParse(parsed(body)).data;
    if (entered === undefined) return refusal(400);
    if (path !== "/sign-in/email") return handler(bounded);
    const guesses = `wrong-password:${entered.email.trim().toLowerCase()}`;
    // Counted before it is known to be wrong: of many that are made at once, all would find that there is still one to make.
    if (!(await takeTry(db, guesses, WRONG_PASSWORDS)).allowed) return refusal(429);
    const response = await handler(bounded);
    if (response.ok) await forgetTries(db, guesses);
    else if (response.status !== 401) await undoTry(db, guesses);
    return response;
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function refusal(status: 400 | 404 | 413 | 429): Response {
  return Response.json({ message: "Refused." }, { status });
}
