import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { expect, inject, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { useBrowser } from "./browser.ts";

const browser = useBrowser();
const site = () => inject("address");
/** As a browser fetches ahead of a click. */
const prefetch = { "next-router-prefetch": "1", rsc: "1" };

test.each([
  ["a page", "/en/course", {}],
  ["a page fetched ahead of a click", "/en/course", prefetch],
  ["a page that does not exist", "/en/nothing-here", {}],
  ["a redirect", "/", {}],
  ["an answer of the API", "/api/trpc/public.outline", {}],
  ["an answer about the session", "/api/auth/get-session", {}],
  ["a question about its health", "/health", {}],
])("every answer has a strict policy and is kept apart from other sites: %s", async (_what, path, headers) => {
  const answer = await fetch(`${site()}${path}`, { headers, redirect: "manual" });
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{16,}' 'strict-dynamic';/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
  });
});

test("no two answers share a nonce, and a page is isolated from other sites", async () => {
  const nonces = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const policy = (await fetch(`${site()}/en`)).headers.get("content-security-policy");
      return /'nonce-([^']+)'/.exec(policy ?? "")?.[1];
    }),
  );
  expect(new Set(nonces).size).toBe(5);
  const visit = await browser.visit();
  await visit.open("/en");
  expect(await visit.page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  expect(visit.problems).toEqual([]);
});

/** A request written by hand: `fetch` would tidy up the address. Answers the head of what comes back. */
function rawRequest(path: string): Promise<string> {
  const { port } = new URL(site());
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: close\r\n\r\n`);
    });
    let said = "";
    socket.on("data", (chunk) => (said += String(chunk)));
    socket.on("end", () => resolve(said.split("\r\n\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

test.each(["//evil.example/", "/%5Cevil.example", "/en//evil.example/", "//evil.example/%2e%2e", "/\\evil.example"])(
  "no address of the site leads to another one: %s",
  async (path) => {
    const location = /^location: (.*)$/im.exec(await rawRequest(path))?.[1]?.trim() ?? "/";
    expect(new URL(location, site()).host).toBe(new URL(site()).host);
  },
);

test("nobody gets another address by naming one", async () => {
  const codes: number[] = [];
  for (let n = 0; n < 42; n++) {
    const answer = await fetch(`${site()}/api/auth/sign-up/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: site(),
        // The tests' proxy is this machine, and says so; the rest is what a client made up.
        "x-forwarded-for": `198.51.100.${n}, 203.0.113.77`,
        "x-client-address": `198.51.100.${n}`,
      },
      // Refused at once, and counted all the same.
      body: JSON.stringify({ name: "Somebody", email: "somebody@lockstep.test", password: "short" }),
    });
    codes.push(answer.status);
  }
  expect(codes.slice(0, 40).every((code) => code === 400)).toBe(true);
  expect(codes.slice(40)).toEqual([429, 429]);
});

test("a page of another site can send nothing in the name of a student", async () => {
  const visit = await browser.visit();
  await signUpQuietly(visit);
  const cookies = await visit.context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies.filter(({ name }) => name.startsWith("lockstep")))
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  const answer = await visit.context.request.post("/api/trpc/student.cancel", {
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    data: { json: { submissionId: randomUUID() } },
  });
  expect(answer.status()).toBe(403);
});

test("whoever watches over the server is told whether it is up, and whether it can serve", async () => {
  for (const [path, status] of [
    ["/health", "up"],
    ["/ready", "ready"],
  ] as const) {
    const answer = await fetch(`${site()}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toEqual({ status });
  }
});
