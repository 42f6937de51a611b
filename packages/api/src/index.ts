export { AppError } from "./app-error.ts";
export { closeServices, createContext, openServices } from "./services.ts";
export type { Context, Services } from "./init.ts";
export { type AppRouter, appRouter, createCaller } from "./root.ts";
export type * from "./views.ts";
