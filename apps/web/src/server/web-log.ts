import type { ProcedureEnded } from "@lockstep/api";

/** How a request about accounts ended. */
export interface AccountAnswered {
  /** As `accountAction` gives it. */
  readonly action: string;
  readonly status: number;
  readonly wallTimeMs: number;
}

/** Names the request in the log: words of the path, and nothing that could be a token. */
export function accountAction(url: string): string {
  const words = new URL(url).pathname.split("/").slice(3, 5);
  return words.map((word) => (/^[a-z]+(-[a-z]+)*$/.test(word) ? word : "…")).join("/");
}

/** What the web process says. Ids, codes and times; no text of anybody, no address, no secret. */
export class WebLog {
  readonly #form: "text" | "json";
  readonly #write: (line: string) => void;

  constructor(form: "text" | "json", write: (line: string) => void) {
    this.#form = form;
    this.#write = write;
  }

  /** A call of a procedure has ended. People want to know of failures only. */
  readonly procedure = ({ wallTimeMs, ...entry }: ProcedureEnded): void => {
    if (this.#form === "json") this.#json({ event: "procedure", ...entry, wallTimeMs: Math.round(wallTimeMs) });
    else if (entry.failure !== null) this.#write(`Procedure ${entry.procedure} failed: ${entry.failure}`);
  };

  /** A request about accounts (sign-in, sign-up, session) has been answered. People want to know of our failures only. */
  account({ action, status, wallTimeMs }: AccountAnswered): void {
    if (this.#form === "json") this.#json({ event: "account", action, status, wallTimeMs: Math.round(wallTimeMs) });
    else if (status >= 500) this.#write(`Account request ${action} failed: ${status}`);
  }

  /** Something else failed. @param failure Kind and place of the error; see `failureOf` */
  failed(what: string, failure: string): void {
    if (this.#form === "json") this.#json({ event: "failed", what, failure });
    else this.#write(`${what} failed: ${failure}`);
  }

  #json(fields: Readonly<Record<string, string | number | null>>): void {
    this.#write(JSON.stringify({ at: new Date().toISOString(), ...fields }));
  }
}
