import { randomBytes, randomUUID } from "node:crypto";
import type { SourceFile } from "@lockstep/contracts";
import { z } from "zod";

/** How long one grading took, as its student saw it. Milliseconds. */
export interface Seen {
  readonly toFirstEvent: number;
  readonly toVerdict: number;
  /** What the cases took by themselves: the tests, and the rounds that they asked for. */
  readonly inCases: number;
  /** Until the first case that broke; infinite where none did. */
  readonly toFirstFailure: number;
}

const submitted = z.object({ result: z.object({ data: z.object({ json: z.object({ submissionId: z.uuid() }) }) }) });
const event = z.object({
  json: z.looseObject({
    kind: z.string(),
    result: z.object({ wallTimeMs: z.number(), verdict: z.string() }).optional(),
    verdict: z.string().optional(),
  }),
});

/** Somebody who uses the site as the page does, over HTTP. */
export class Student {
  readonly #address: string;
  readonly #cookie: string;

  private constructor(address: string, cookie: string) {
    this.#address = address;
    this.#cookie = cookie;
  }

  static async signUp(address: string): Promise<Student> {
    const answer = await fetch(`${address}/api/auth/sign-up/email`, {
      method: "POST",
      // From another place each: from one, only a few sign-ups a minute are taken.
      headers: {
        "content-type": "application/json",
        origin: address,
        "x-forwarded-for": `10.${[...randomBytes(3)].join(".")}`,
      },
      body: JSON.stringify({ name: "Somebody", email: `${randomUUID()}@lockstep.test`, password: randomUUID() }),
    });
    if (!answer.ok) throw new Error(`sign-up: ${answer.status} ${await answer.text()}`);
    return new Student(
      address,
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; "),
    );
  }

  /**
   * Submits, and follows the grading until its verdict.
   * @throws {Error} when that is another one than `expected`.
   */
  async grade(
    work: { readonly slug: string; readonly version: string; readonly files: readonly SourceFile[] },
    expected = "accepted",
  ): Promise<Seen> {
    const beginMs = performance.now();
    const sent = await fetch(`${this.#address}/api/trpc/student.submit`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.#address, cookie: this.#cookie },
      body: JSON.stringify({ json: { ...work, language: "typescript" } }),
    });
    if (!sent.ok) throw new Error(`submit: ${sent.status} ${await sent.text()}`);
    const { submissionId } = submitted.parse(await sent.json()).result.data.json;
    const input = encodeURIComponent(JSON.stringify({ json: { submissionId } }));
    const stream = await fetch(`${this.#address}/api/trpc/student.progress?input=${input}`, {
      headers: { accept: "text/event-stream", cookie: this.#cookie },
    });
    let toFirstEvent = 0;
    let inCases = 0;
    let toFirstFailure = Infinity;
    for await (const { kind, result, verdict } of eventsOf(stream)) {
      const nowMs = performance.now() - beginMs;
      if (kind === "started") toFirstEvent ||= nowMs;
      if (kind === "case-finished") inCases += result?.wallTimeMs ?? 0;
      if (result !== undefined && result.verdict !== "accepted") toFirstFailure = Math.min(toFirstFailure, nowMs);
      if (kind !== "verdict") continue;
      if (verdict !== expected) throw new Error(`A solution of ${work.slug} got ${verdict}, not ${expected}.`);
      return { toFirstEvent, toVerdict: nowMs, inCases, toFirstFailure };
    }
    throw new Error("The stream ended without a verdict.");
  }
}

async function* eventsOf(stream: Response) {
  let pending = "";
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${pending}${chunk}`.split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      if (!/^data: ./.test(line)) continue;
      const told = event.safeParse(JSON.parse(line.slice("data: ".length)));
      if (told.success) yield told.data.json;
    }
  }
}
