import type { ApiErrorCode } from "@lockstep/contracts";

/** How a call of a procedure ended. No input, no text and no secret is ever in it. */
export interface ProcedureEnded {
  readonly procedure: string;
  readonly code: ApiErrorCode | "ok";
  /** The submission that it was about or that it made, under the same id as in the runner's log. */
  readonly submission: string | null;
  readonly wallTimeMs: number;
  /** Kind and place of a failure of ours. Its message may quote what somebody has written, and is left out. */
  readonly failure: string | null;
}

/** Told of each call. */
export type ProcedureLog = (entry: ProcedureEnded) => void;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The submission's id, wherever it stands in what a procedure was given or has answered; nothing but an id is taken. */
export function submissionIn(...values: readonly unknown[]): string | null {
  for (const value of values) {
    if (typeof value !== "object" || value === null) continue;
    const id: unknown = Reflect.get(value, "submissionId");
    if (typeof id === "string" && uuid.test(id)) return id;
  }
  return null;
}

/** Kind of an error and the places it came through, without its message. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const places = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [`${error.name}${code}`, ...places.map((line) => line.trim())].join(" | ");
}
