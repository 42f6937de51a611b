import type { Database } from "./database.ts";

/** The database role of runners: it reaches the queue and the grading tables, nothing else. Made by the first migration. */
export const RUNNER_ROLE = "lockstep_runner";

/** Lets runners sign in with a password. The caller must own the database; the password is 16 to 64 letters and digits. */
export async function setRunnerPassword(db: Database, password: string): Promise<void> {
  // The statement takes no parameters, hence the narrow alphabet.
  if (!/^[A-Za-z0-9]{16,64}$/.test(password)) throw new RangeError("The password must be 16 to 64 letters and digits.");
  await db.$executeRawUnsafe(`ALTER ROLE "${RUNNER_ROLE}" LOGIN PASSWORD '${password}'`);
}
