import { type Database, forgetTries, takeTry, undoTry } from "@lockstep/db";
import { refusal } from "./refusal.ts";
import { Turns } from "./turns.ts";

/** Wrong passwords for one account, from wherever they come. */
const WRONG_PASSWORDS = { most: 10, windowMs: 10 * 60_000 } as const;

/** So many wait for one account at once: a class that opens the shared one, a password's hash of a hundred milliseconds each. */
const WAITING_MOST = 200;

/**
 * Few wrong passwords for one account, whoever enters them; right ones don't count. A guess is counted before it is known to be
 * wrong: of many that are made at once, all would find that there is still one to make. So that right ones at once don't
 * use up each other's, one account's are looked at one after another. Among several processes that is one each at a time.
 */
export class PasswordGuesses {
  readonly #db: Database;
  readonly #turns = new Turns({ most: WAITING_MOST });

  constructor(db: Database) {
    this.#db = db;
  }

  /** Answers what `look` does: 401 for a wrong password, a success for a right one; 429, without a look, after too many. */
  async make(email: string, look: () => Promise<Response>): Promise<Response> {
    const key = `wrong-password:${email.toLowerCase()}`;
    const response = await this.#turns.take(key, async () => {
      const { allowed, retryAfterMs } = await takeTry(this.#db, key, WRONG_PASSWORDS);
      if (!allowed) return refusal(429, retryAfterMs);
      const seen = await look();
      if (seen.ok) await forgetTries(this.#db, key);
      else if (seen.status !== 401) await undoTry(this.#db, key);
      return seen;
    });
    return response ?? refusal(429);
  }
}
