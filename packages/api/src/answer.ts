import { readLimited, withBody } from "@lockstep/auth";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { AppError, toTransport } from "./app-error.ts";
import type { Services } from "./init.ts";
import { appRouter } from "./root.ts";
import { createContext } from "./services.ts";

/** A submission may have 256 KiB of text; written as JSON, in a batch with a draft, it is longer. */
const BODY_BYTES_MAX = 2 * 2 ** 20;
/** Calls in one request. A page makes about five. */
const BATCH_MAX = 16;

/**
 * Answers one request below `/api/trpc`. A body that is too long is not read to its end, and what changes something must
 * come from a page of the site.
 */
export async function answer(services: () => Promise<Services>, request: Request): Promise<Response> {
  const body = request.method === "POST" ? await readLimited(request, BODY_BYTES_MAX) : undefined;
  const bounded =
    typeof body === "string" ? withBody(request, body) : body === null ? withBody(request, "{}") : request;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: bounded,
    router: appRouter,
    maxBatchSize: BATCH_MAX,
    createContext: async () => {
      if (body === null) throw toTransport(new AppError("too-large"));
      const opened = await services();
      if (request.method === "POST" && !isFromSite(request.headers, opened.auth.origins))
        throw toTransport(new AppError("not-allowed"));
      return createContext(opened, request.headers);
    },
  });
}

/**
 * Browsers say where a request comes from, and no page can change that. The cookies' `SameSite` would let in other sites of
 * the same domain, and other ports. Programs that are no browser say nothing; they have no cookies of others to abuse.
 */
function isFromSite(headers: Headers, origins: readonly string[]): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  return origin === null || origins.includes(origin);
}
