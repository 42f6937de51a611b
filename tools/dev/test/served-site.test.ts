import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { servingProcess } from "../src/served-site.ts";
import { openFolder } from "./command.ts";

/** A checkout whose lock names this process. */
function openCheckout(pid: number | undefined) {
  const folder = openFolder();
  const web = join(folder.path, "apps/web");
  mkdirSync(join(web, ".next/dev"), { recursive: true });
  writeFileSync(join(web, ".next/dev/lock"), JSON.stringify({ pid }));
  return Object.assign(folder, { web });
}

test("a checkout is served by the process that its lock names, as long as it lives", async () => {
  using checkout = openCheckout(undefined);
  const server = spawn("sleep", ["600"], { cwd: checkout.web, stdio: "ignore" });
  writeFileSync(join(checkout.web, ".next/dev/lock"), JSON.stringify({ pid: server.pid }));

  expect(servingProcess(checkout.path)).toBe(server.pid);
  server.kill("SIGKILL");
  await once(server, "exit");
  expect(servingProcess(checkout.path)).toBeUndefined();
});

test("a lock that was left behind counts for nothing, though its number is another's by now", () => {
  using checkout = openCheckout(process.pid);

  expect(servingProcess(checkout.path)).toBeUndefined();
});
