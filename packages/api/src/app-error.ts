import { type ApiErrorCode, apiErrorCode, apiErrorCodes } from "@lockstep/contracts";
import { TRPCError } from "@trpc/server";
import { z } from "zod";

type TransportCode = TRPCError["code"];

/** The HTTP side of each code. */
const transportCodes: Readonly<Record<ApiErrorCode, TransportCode>> = {
  "sign-in-required": "UNAUTHORIZED",
  "not-allowed": "FORBIDDEN",
  "not-found": "NOT_FOUND",
  "bad-input": "BAD_REQUEST",
  "file-name": "BAD_REQUEST",
  "file-too-large": "PAYLOAD_TOO_LARGE",
  "file-not-text": "BAD_REQUEST",
  "file-twice": "BAD_REQUEST",
  "no-files": "BAD_REQUEST",
  "too-many-files": "BAD_REQUEST",
  "too-large": "PAYLOAD_TOO_LARGE",
  "too-many-requests": "TOO_MANY_REQUESTS",
  "version-gone": "CONFLICT",
  unavailable: "SERVICE_UNAVAILABLE",
  internal: "INTERNAL_SERVER_ERROR",
};

/** An error that a page can explain: it has a text with a next step for each `code`. */
export class AppError extends Error {
  readonly code: ApiErrorCode;
  constructor(code: ApiErrorCode, options?: { readonly cause?: unknown }) {
    super(code, options);
    this.name = "AppError";
    this.code = code;
  }
}

/** The same error as tRPC carries it. */
export function toTransport(error: AppError): TRPCError {
  return new TRPCError({ code: transportCodes[error.code], message: error.code, cause: error });
}

/**
 * The code of any error that leaves a procedure. Input that Zod refused has the code that stands in an issue's message, and
 * `bad-input` where none does; whatever we did not foresee is `internal`.
 */
export function appCodeOf(error: TRPCError): ApiErrorCode {
  const { cause } = error;
  if (cause instanceof AppError) return cause.code;
  if (error.code === "BAD_REQUEST") return cause instanceof z.ZodError ? codeOfIssues(cause) : "bad-input";
  if (error.code === "NOT_FOUND") return "not-found";
  return "internal";
}

/** The earliest code in the list of codes wins, so that the answer does not depend on the order of the issues. */
function codeOfIssues(error: z.ZodError): ApiErrorCode {
  const said = new Set(error.issues.flatMap(({ message }) => apiErrorCode.safeParse(message).data ?? []));
  return apiErrorCodes.find((code) => said.has(code)) ?? "bad-input";
}
