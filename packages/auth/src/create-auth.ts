import type { Database } from "@lockstep/db";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { ipAddress, withRules } from "./request-rules.ts";

/** Shortest password that is taken. */
export const PASSWORD_LENGTH_MIN = 10;

const PASSWORD_LENGTH_MAX = 128;
const SESSION_SECONDS = 14 * 86_400;
const SESSION_RENEWED_AFTER_SECONDS = 86_400;

/** What a signed-in person is. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: "student" | "instructor";
}

/** Sign-up, sign-in and sessions. */
export interface Auth {
  /** Answers everything below `/api/auth`. */
  handler(request: Request): Promise<Response>;
  /** Where pages of the site come from; a request that changes something comes from nowhere else. */
  readonly origins: readonly string[];
  /** Who sends these headers; null where nobody is signed in. */
  sessionOf(headers: Headers): Promise<{ readonly user: SignedIn; readonly expiresAt: Date } | null>;
}

/**
 * E-mail and password, sessions in the database (so that signing out ends them at once), a role that nobody can give
 * himself.
 * @param options.baseUrl Where browsers find the site. Requests of other origins are refused; with https the cookies are
 * secure ones.
 */
export function createAuth(options: {
  readonly db: Database;
  /** Signs the cookies; at least 32 characters. */
  readonly secret: string;
  readonly baseUrl: string;
}): Auth {
  const { db, secret, baseUrl } = options;
  const auth = betterAuth({
    database: prismaAdapter(db, { provider: "postgresql", transaction: true }),
    secret,
    baseURL: baseUrl,
    trustedOrigins: trustedOrigins(baseUrl),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
      autoSignIn: true,
    },
    // Counted before it comes here; see `withRules`.
    rateLimit: { enabled: false },
    user: {
      additionalFields: {
        role: { type: ["student", "instructor"], required: false, defaultValue: "student", input: false },
      },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_RENEWED_AFTER_SECONDS },
    advanced: {
      useSecureCookies: baseUrl.startsWith("https:"),
      cookiePrefix: "lockstep",
      ipAddress,
      // Said aloud, since a stray NODE_ENV=test or TEST=1 would switch these checks off.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    logger: { level: "error" },
    telemetry: { enabled: false },
  });
  return {
    handler: withRules(db, (request) => auth.handler(request)),
    origins: trustedOrigins(baseUrl),
    sessionOf: async (headers) => {
      const found = await auth.api.getSession({ headers });
      if (!found) return null;
      const { id, name, email, role } = found.user;
      // Whoever has no known role may do least.
      const known = role === "instructor" ? "instructor" : "student";
      return { user: { id, name, email, role: known }, expiresAt: found.session.expiresAt };
    },
  };
}

/** On one's own machine people type either name. */
function trustedOrigins(baseUrl: string): string[] {
  const { origin, hostname, port, protocol } = new URL(baseUrl);
  if (hostname !== "localhost" && hostname !== "127.0.0.1") return [origin];
  return ["localhost", "127.0.0.1"].map((name) => `${protocol}//${name}${port ? `:${port}` : ""}`);
}
