import {
  filePath,
  language as languageName,
  localised,
  progressEvent,
  type ProgressEvent,
  sourceFile,
  type SourceFile,
} from "@lockstep/contracts";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { UsageError } from "../exit-code.ts";

const RECONNECTS_MAX = 20;
const RECONNECT_PAUSE_MS = 1000;

const failed = z.object({ error: z.object({ json: z.object({ message: z.string() }) }) });
const answered = <T>(data: z.ZodType<T>) => z.object({ result: z.object({ data: z.object({ json: data }) }) });

const exercisePage = z.object({
  version: z.string(),
  title: localised,
  statement: localised,
  starters: z.array(z.object({ language: languageName, entry: filePath, files: z.array(sourceFile) })),
  visibleTests: z.string(),
});

/** What the site's codes mean for somebody at a terminal; others are told as they are. */
const MEANINGS: Readonly<Record<string, string>> = {
  "too-many-requests":
    "You have sent many submissions in a short time, or several are still being graded. Wait a little.",
  "not-found": "The site does not have this exercise.",
  "version-gone": "The exercise has just changed on the site. Send it once more.",
};

/** A site over HTTP, as its pages use it. @throws {UsageError} from every method, but `isGradedNow`, when the site refuses or does not answer. */
export class Site {
  readonly address: string;
  readonly #token: string | null;

  /** @param token of a session; null for what anybody may do. */
  constructor(address: string, token: string | null) {
    this.address = address;
    this.#token = token;
  }

  /** Answers the token of a new session. */
  async signIn(email: string, password: string): Promise<string> {
    const answer = await this.#fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.address },
      body: JSON.stringify({ email, password }),
    });
    if (answer.status === 429) throw new UsageError("Too many tries from here. Wait a minute, then try again.");
    const [cookie] = answer.headers.getSetCookie().filter((line) => line.includes("session_token="));
    const token = cookie?.split(";")[0];
    if (!answer.ok || token === undefined)
      throw new UsageError(`${this.address} knows no account with this e-mail and password.`);
    return token;
  }

  /** What everybody may read of an exercise, as the site has it now. */
  exercisePage(slug: string): Promise<z.infer<typeof exercisePage>> {
    return this.#ask("public.exercise", { slug }, exercisePage);
  }

  /** The exercise as the site has it now: its version, and the file that a submission must have; null where it says none. */
  async exercise(slug: string): Promise<{ readonly version: string; readonly entry: string | null }> {
    const { version, starters } = await this.exercisePage(slug);
    return { version, entry: starters.find(({ language }) => language === "typescript")?.entry ?? null };
  }

  /** Sends a submission; answers its id. */
  async submit(work: { slug: string; version: string; files: readonly SourceFile[] }): Promise<string> {
    const answer = await this.#fetch("/api/trpc/student.submit", {
      method: "POST",
      headers: { ...this.#headers(), "content-type": "application/json", origin: this.address },
      body: JSON.stringify({ json: { ...work, language: "typescript" } }),
    });
    const { submissionId } = await this.#read(answer, z.object({ submissionId: z.uuid() }));
    return submissionId;
  }

  /** Whether the site has anybody who could grade what waits. True where it does not say: nobody's work may end by that. */
  async isGradedNow(): Promise<boolean> {
    try {
      return (await this.#ask("student.gradedNow", null, z.object({ ready: z.boolean() }))).ready;
    } catch (cause) {
      if (cause instanceof UsageError) return true;
      throw cause;
    }
  }

  /** What happens to a submission, until its end; goes on where it was when the connection is lost. */
  async *progress(submissionId: string): AsyncGenerator<ProgressEvent> {
    let lastEventId: string | null = null;
    for (let lost = 0; lost <= RECONNECTS_MAX; lost++) {
      if (lost > 0) await pause(RECONNECT_PAUSE_MS);
      const input = encodeURIComponent(JSON.stringify({ json: { submissionId, lastEventId } }));
      const stream = await this.#fetch(`/api/trpc/student.progress?input=${input}`, {
        headers: { ...this.#headers(), accept: "text/event-stream" },
      }).catch(() => null);
      if (!stream?.ok) {
        if (stream && stream.status < 500) await this.#read(stream, z.never());
        continue;
      }
      for await (const { id, event } of eventsOf(stream)) {
        lastEventId = id ?? lastEventId;
        yield event;
        if (event.kind === "verdict" || event.kind === "cancelled") return;
      }
    }
    throw new UsageError(
      `The connection to ${this.address} was lost. Nothing is: your submission is on the page "Submissions".`,
    );
  }

  async #read<T>(answer: Response, schema: z.ZodType<T>): Promise<T> {
    const body: unknown = await answer.json().catch(() => null);
    const good = answered(schema).safeParse(body);
    if (good.success) return good.data.result.data.json;
    const told = failed.safeParse(body);
    const code = told.success ? told.data.error.json.message : `status ${answer.status}`;
    if (code === "sign-in-required")
      throw new UsageError(`Your session has ended. Sign in again: pnpm lockstep sign-in --site ${this.address}`);
    throw new UsageError(MEANINGS[code] ?? `The site refused: ${code}.`);
  }

  async #ask<T>(procedure: string, input: unknown, schema: z.ZodType<T>): Promise<T> {
    const query = encodeURIComponent(JSON.stringify({ json: input }));
    return this.#read(await this.#fetch(`/api/trpc/${procedure}?input=${query}`, { headers: this.#headers() }), schema);
  }

  #headers(): Record<string, string> {
    return this.#token === null ? {} : { cookie: this.#token };
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.address}${path}`, init);
    } catch {
      throw new UsageError(`${this.address} does not answer. Is it the address of a Lockstep site, and does it run?`);
    }
  }
}

/** Server-sent events: lines `id: …` and `data: …`, an empty line behind each event. */
async function* eventsOf(stream: Response): AsyncGenerator<{ id: string | null; event: ProgressEvent }> {
  let pending = "";
  let id: string | null = null;
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${pending}${chunk}`.split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("id: ")) id = line.slice("id: ".length);
      if (!line.startsWith("data: {")) continue;
      const told = z.object({ json: progressEvent }).safeParse(JSON.parse(line.slice("data: ".length)));
      if (told.success) yield { id, event: told.data.json };
    }
  }
}
