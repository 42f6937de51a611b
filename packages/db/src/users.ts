import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";

/** Somebody who signs in with a password. */
export interface PasswordUser {
  readonly name: string;
  readonly email: string;
  readonly role: "student" | "instructor";
  /** As better-auth makes it. */
  readonly passwordHash: string;
}

/** Makes the user with this e-mail address; one who exists stays as he is. Answers the id. */
export async function ensurePasswordUser(db: Database, user: PasswordUser): Promise<string> {
  const { passwordHash, ...fields } = user;
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('ensure-user', 0))`;
    const known = await tx.user.findUnique({ where: { email: user.email }, select: { id: true } });
    if (known) return known.id;
    const id = randomUUID();
    const account = { id: randomUUID(), accountId: id, providerId: "credential", password: passwordHash };
    await tx.user.create({ data: { id, ...fields, accounts: { create: account } } });
    return id;
  });
}
