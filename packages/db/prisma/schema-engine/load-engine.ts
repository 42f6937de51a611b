import { readFileSync } from "node:fs";

/** What the engine said before it panicked; all it throws then is a bare RuntimeError. Empty: it did not. */
let panic = "";

/** See `panic`. */
export function panicText(): string {
  return panic;
}

/** Loads the engine's WebAssembly. Its own loader wants a bundler, so the two halves are joined here. */
export async function loadEngine() {
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        panic = message;
      },
    },
  });
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm"));
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": glue });
  // oxlint-disable-next-line no-underscore-dangle -- the name that wasm-bindgen gave
  glue.__wbg_set_wasm(instance.exports);
  const start: unknown = instance.exports["__wbindgen_start"];
  if (typeof start === "function") start();
  return glue;
}
