import { randomUUID } from "node:crypto";
import { openDatabase } from "@lockstep/db";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Auth, CLIENT_ADDRESS_HEADER, createAuth } from "../src/index.ts";

const db = openDatabase(process.env["DATABASE_URL"] ?? "");
afterAll(() => db.$disconnect());
const baseUrl = "http://localhost:3000";
const password = "long enough";
const webProcess = () => createAuth({ db, secret: "a secret of thirty-two letters or so", baseUrl });
let auth: Auth;
let address = 0;
beforeEach(() => {
  auth = webProcess();
});

/** A request, from an address of its own unless said otherwise. */
function ask(path: string, body: object | string, headers: Record<string, string> = {}): Promise<Response> {
  address++;
  const from = `10.9.${address >> 8}.${address & 255}`;
  return auth.handler(
    new Request(`${baseUrl}/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: baseUrl, [CLIENT_ADDRESS_HEADER]: from, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
}
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

async function newPerson() {
  const email = `${randomUUID()}@lockstep.test`;
  const response = await ask("sign-up/email", { name: "Ada", email, password });
  expect(response.status).toBe(200);
  return { email, cookie: cookieOf(response) };
}
const statuses = (responses: readonly Response[]) => responses.map(({ status }) => status);

describe("how often one may try", () => {
  test("is limited for one address, in development and tests too, whatever it says of itself", async () => {
    const from = { [CLIENT_ADDRESS_HEADER]: "203.0.113.7" };
    const codes: number[] = [];
    for (let n = 0; n < 45; n++) {
      const body = { email: `${n}@lockstep.test`, password: "wrong password" };
      codes.push((await ask("sign-in/email", body, { ...from, "x-forwarded-for": `198.51.100.${n}` })).status);
    }
    expect(codes.slice(0, 40).every((code) => code === 401)).toBe(true);
    expect(codes.slice(40).every((code) => code === 429)).toBe(true);
    // What is refused unseen is no guess at a password, either.
    const { email } = await newPerson();
    for (let n = 0; n < 12; n++) await ask("sign-in/email", { email, password: "wrong password" }, from);
    expect((await ask("sign-in/email", { email, password })).status).toBe(200);
  });

  test("is limited for one account, from however many addresses the guesses come, at once, and to different web processes", async () => {
    const { email } = await newPerson();
    const guess = (n: number) => {
      auth = webProcess();
      return ask("sign-in/email", { email, password: `guess number ${n}` });
    };
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(n)));
    expect(statuses(guesses).toSorted((a, b) => a - b)).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await ask("sign-in/email", { email: email.toUpperCase(), password })).status).toBe(429);
    expect((await ask("sign-in/email", { email: (await newPerson()).email, password })).status).toBe(200);
  });

  test("begins anew with the right password", async () => {
    const { email } = await newPerson();
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 9; n++) await ask("sign-in/email", { email, password: `guess number ${n}` });
      expect((await ask("sign-in/email", { email, password })).status).toBe(200);
    }
  });

  test("is limited for new accounts of one address", async () => {
    const from = { [CLIENT_ADDRESS_HEADER]: "203.0.113.8" };
    const codes: number[] = [];
    for (let n = 0; n < 42; n++)
      codes.push((await ask("sign-up/email", { name: "A", email: "no address", password }, from)).status);
    expect(codes.slice(40)).toEqual([429, 429]);
  });
});

describe("a session", () => {
  test("is not the one that somebody has planted before", async () => {
    const attacker = await newPerson();
    const victim = await newPerson();

    const response = await ask("sign-in/email", { email: victim.email, password }, { cookie: attacker.cookie });

    const cookie = cookieOf(response);
    expect(cookie).not.toBe(attacker.cookie);
    expect((await auth.sessionOf(new Headers({ cookie })))?.user.email).toBe(victim.email);
    expect((await auth.sessionOf(new Headers({ cookie: attacker.cookie })))?.user.email).not.toBe(victim.email);
  });

  test("that nobody made does not come to life by signing in with it", async () => {
    const { email } = await newPerson();
    const planted = "lockstep.session_token=planted.c2lnbmF0dXJl";

    await ask("sign-in/email", { email, password }, { cookie: planted });

    expect(await auth.sessionOf(new Headers({ cookie: planted }))).toBeNull();
  });
});

test("whether an account exists is not told by a wrong password", async () => {
  const { email } = await newPerson();

  const known = await ask("sign-in/email", { email, password: "wrong password" });
  const unknown = await ask("sign-in/email", { email: `${randomUUID()}@lockstep.test`, password: "wrong password" });

  expect(known.status).toBe(unknown.status);
  expect(await known.text()).toBe(await unknown.text());
});

test("signing in leads to no other site", async () => {
  const { email } = await newPerson();
  for (const callbackURL of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    const response = await ask("sign-in/email", { email, password, callbackURL }, { cookie: "a=b" });
    expect(response.status, `to ${callbackURL}`).toBe(403);
    expect(response.headers.get("location")).toBeNull();
  }
});

describe("what is not needed is not there", () => {
  test.each([
    "change-email",
    "delete-user",
    "verify-email",
    "reset-password",
    "sign-in/social",
    "update-user",
    "error",
  ])("%s", async (path) => {
    const { cookie } = await newPerson();
    expect((await ask(path, {}, { cookie })).status).toBe(404);
  });
});

const person = () => ({ name: "Ada", email: `${randomUUID()}@lockstep.test`, password });

describe("what is too large is refused", () => {
  test.each([
    ["a name", { name: "a".repeat(81) }, 400],
    ["an e-mail", { email: `${"a".repeat(250)}@b.cd` }, 400],
    ["a password", { password: "a".repeat(129) }, 400],
    ["a body", { more: "a".repeat(10_000) }, 413],
  ])("%s", async (_what, over, status) => {
    expect((await ask("sign-up/email", { ...person(), ...over })).status).toBe(status);
  });

  test("a body whose length was not announced", async () => {
    const chunk = new TextEncoder().encode(" ".repeat(4_096));
    let read = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        read++;
        controller.enqueue(chunk);
      },
    });
    const streamed = { method: "POST", body, duplex: "half" };
    const request = new Request(`${baseUrl}/api/auth/sign-in/email`, streamed);
    expect((await auth.handler(request)).status).toBe(413);
    expect(read, "it never ends, and is not read on and on").toBeLessThan(10);
  });

  test("something that is no account at all", async () => {
    for (const body of ["", "[]", "null", "{", '"text"', '{"email":{"$ne":""},"password":"x"}'])
      expect((await ask("sign-in/email", body)).status, `body ${body}`).toBe(400);
  });
});
