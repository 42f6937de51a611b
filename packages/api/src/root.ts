import { createCallerFactory, router } from "./init.ts";
import { instructorRouter } from "./instructor/router.ts";
import { publicRouter } from "./public/router.ts";
import { studentRouter } from "./student/router.ts";

/** Every procedure, by scope. */
export const appRouter = router({
  public: publicRouter,
  student: studentRouter,
  instructor: instructorRouter,
});
/** For the client: `createTRPCClient<AppRouter>()`. */
export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP, in server components and tests: `createCaller(await createContext(…))`. */
export const createCaller = createCallerFactory(appRouter);
