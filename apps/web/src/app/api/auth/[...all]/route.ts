import { services, webLog } from "#web/server/services.ts";
import { accountAction } from "#web/server/web-log.ts";

async function answer(request: Request): Promise<Response> {
  const beginMs = performance.now();
  const response = await (await services()).auth.handler(request);
  const wallTimeMs = performance.now() - beginMs;
  webLog().account({ action: accountAction(request.url), status: response.status, wallTimeMs });
  return response;
}

export { answer as GET, answer as POST };
