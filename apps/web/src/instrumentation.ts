/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { webEnv } = await import("@lockstep/env");
  const { noteClientAddresses } = await import("./server/client-address.ts");
  noteClientAddresses(webEnv().trustedProxies);
}
