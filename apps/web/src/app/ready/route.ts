import { isReady } from "@lockstep/api";
import { services } from "#web/server/services.ts";

const NOT_READY = 503;

/** Whether requests can be served: the database answers, is migrated, and the queue is there. */
export async function GET(): Promise<Response> {
  const ready = await services().then(isReady, () => false);
  const status = ready ? "ready" : "database";
  return Response.json({ status }, { status: ready ? 200 : NOT_READY, headers: { "cache-control": "no-store" } });
}
