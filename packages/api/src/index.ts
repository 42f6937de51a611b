export { answer } from "./answer.ts";
export { AppError } from "./app-error.ts";
export { failureOf, type ProcedureEnded, type ProcedureLog } from "./procedure-log.ts";
export { closeServices, createContext, isReady, openServices } from "./services.ts";
export type { Context, Services } from "./init.ts";
export { type AppRouter, appRouter, createCaller } from "./root.ts";
export type * from "./views.ts";
