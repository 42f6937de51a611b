import { appRouter, createContext } from "@lockstep/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { services } from "#web/server/services.ts";

async function answer(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => createContext(await services(), request.headers),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR")
        console.error(`Procedure ${path ?? "?"} failed:`, error.cause ?? error);
    },
  });
}

export { answer as GET, answer as POST };
