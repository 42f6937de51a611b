import { transformSync } from "esbuild";
import { Runtime } from "../../src/runtime/runtime.ts";
import { transform } from "../../src/transform/transform.ts";

/** JavaScript that the transform takes, as the command line makes it. */
export function stripped(text: string): string {
  return transformSync(text, {
    loader: "ts",
    format: "esm",
    target: "esnext",
    supported: { using: false, "optional-chain": false },
  }).code;
}

/** What `main` answers, or the error that leaves it, as a text. */
export async function plainly(text: string): Promise<string> {
  return told(async () => {
    const module: { main(this: void): unknown } = await import(
      `data:text/javascript,${encodeURIComponent(stripped(text))}`
    );
    const { main } = module;
    return main();
  });
}

/** The same through the transform, with one thread and nothing shared. */
export async function transformed(text: string): Promise<string> {
  const { code } = transform(stripped(text), { file: "program.ts" });
  return told(async () => {
    const rt = new Runtime();
    let exported: Record<string, () => unknown> = {};
    // oxlint-disable-next-line no-eval -- the text was made by us from a test
    const make: (rt: Runtime) => (module: object) => Generator = (0, eval)(code);
    const module = { require: () => ({}), state: () => {}, exports: (table: typeof exported) => (exported = table) };
    drive(make(rt)(module));
    return drive(rt.run(exported["main"]?.(), undefined, [], null));
  });
}

function drive(running: Generator<unknown, unknown, number>): unknown {
  const { done, value } = running.next(0);
  if (!done) throw new Error("something yielded");
  return value;
}

async function told(body: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await body(), (_key, value: unknown) =>
      value instanceof Map || value instanceof Set
        ? [...value]
        : typeof value === "bigint" || typeof value === "function" || typeof value === "symbol" || value === undefined
          ? String(value)
          : Object.is(value, -0)
            ? "-0"
            : value,
    );
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
