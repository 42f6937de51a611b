import { type Database, ensurePasswordUser } from "@lockstep/db";
import { hashPassword } from "better-auth/crypto";

/** Accounts for looking around. Their passwords are public: never make them on a site that others can reach. */
export const demoAccounts = [
  { name: "Demo Student", email: "student@lockstep.test", password: "student-demo", role: "student" },
  { name: "Demo Instructor", email: "instructor@lockstep.test", password: "instructor-demo", role: "instructor" },
] as const;

/** Makes the demo accounts where they are missing; an account that exists stays as it is. */
export async function seedDemoAccounts(db: Database): Promise<void> {
  for (const { password, ...account } of demoAccounts) {
    await ensurePasswordUser(db, { ...account, passwordHash: await hashPassword(password) });
  }
}
