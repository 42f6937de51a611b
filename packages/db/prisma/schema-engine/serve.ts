import { createInterface } from "node:readline";
import { z } from "zod";
import { type Datasource, openConnections } from "./connections.ts";
import { loadEngine, panicText } from "./load-engine.ts";

const requestSchema = z.looseObject({
  id: z.number(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});
type Request = z.infer<typeof requestSchema>;
const diffResult = z.looseObject({ stdout: z.string().nullish() });

/** JSON-RPC's "the server says no". */
const REFUSED = 4466;
const PANIC_EXIT_CODE = 101;

/** Where the native engine and its WebAssembly build speak differently. */
const spokenNames: Readonly<Record<string, string>> = { getDatabaseVersion: "version" };

/** Answers requests from standard input, one after another, until it ends; then drops its shadow databases. */
export async function serve(datasource: Datasource, datamodels: [string, string][]): Promise<never> {
  const glue = await loadEngine();
  const { factory, dropShadows } = await openConnections(datasource);
  let printId = 0;

  async function call(method: string, params: unknown): Promise<unknown> {
    // A fresh engine for each request: after some of them (applyMigrations) its state spoils later ones.
    const files = datamodels.length > 0 ? datamodels : undefined;
    const engine: unknown = await glue.SchemaEngine.new({ datamodels: files }, () => {}, factory);
    const named = spokenNames[method] ?? method;
    const found: unknown = typeof engine === "object" && engine !== null ? Reflect.get(engine, named) : undefined;
    if (typeof found !== "function") throw new Error(`The schema engine has no method "${method}".`);
    if (method === "evaluateDataLoss" || method === "createMigration") {
      // These two never open a shadow database; a diagnosis on the same engine does it for them.
      const { migrationsList, filters } = z.looseObject({}).parse(params);
      const diagnose: unknown = typeof engine === "object" && engine !== null && Reflect.get(engine, "devDiagnostic");
      if (typeof diagnose === "function") await Reflect.apply(diagnose, engine, [{ migrationsList, filters }]);
    }
    return Reflect.apply(found, engine, [params]);
  }

  async function answer({ id, method, params = {} }: Request): Promise<void> {
    const panicked = (error: Error) => {
      refuse(id, error);
      void exitAfter(dropShadows(), PANIC_EXIT_CODE);
    };
    process.once("uncaughtException", panicked);
    try {
      const result: unknown = await call(method, params);
      // The native engine has its client print a difference before it answers.
      const content = method === "diff" ? diffResult.parse(result).stdout : null;
      if (typeof content === "string") send({ id: ++printId, method: "print", params: { content } });
      send({ id, result: result ?? null });
    } catch (cause) {
      refuse(id, cause);
    } finally {
      process.off("uncaughtException", panicked);
    }
  }

  let last = Promise.resolve();
  const leave = async () => {
    await last;
    await dropShadows();
  };
  // The CLI ends our input and sends SIGTERM as soon as it has its answer.
  process.on("SIGTERM", () => void exitAfter(leave(), 0));
  for await (const line of createInterface({ input: process.stdin })) {
    const message = requestSchema.safeParse(line.trim() === "" ? undefined : JSON.parse(line));
    if (message.success) last = last.then(() => answer(message.data));
  }
  await leave();
  process.exit(0); // idle connections of the pools would hold us
}

async function exitAfter(tidy: Promise<void>, code: number): Promise<never> {
  await tidy.catch(() => {});
  process.exit(code);
}

function refuse(id: number, cause: unknown): void {
  const said = cause instanceof Error ? cause.message : JSON.stringify(cause);
  const panic = panicText();
  const text = panic || said;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const data = {
    is_panic: panic !== "",
    message: text,
    meta: null,
    error_code: code ?? /^(P\d{4})/.exec(text)?.[1] ?? null,
  };
  send({ id, error: { code: REFUSED, message: "An error happened. Check the data field for details.", data } });
}

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}
