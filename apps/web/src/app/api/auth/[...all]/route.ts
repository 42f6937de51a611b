import { services } from "#web/server/services.ts";

async function answer(request: Request): Promise<Response> {
  return (await services()).auth.handler(request);
}

export { answer as GET, answer as POST };
