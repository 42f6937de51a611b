import { randomBytes, randomUUID } from "node:crypto";
import { openDatabase } from "@lockstep/db";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Auth, CLIENT_ADDRESS_HEADER, createAuth } from "../src/index.ts";

const db = openDatabase(process.env["DATABASE_URL"] ?? "");
afterAll(() => db.$disconnect());
const baseUrl = "http://localhost:3000";
const password = "long enough";
const webProcess = () => createAuth({ db, secret: "a secret of thirty-two letters or so", baseUrl });
let auth: Auth;
beforeEach(() => {
  auth = webProcess();
});

const newAddress = () => `10.${[...randomBytes(3)].join(".")}`;

/** A request, from an address of its own unless said otherwise. */
function ask(path: string, body: object | string, headers: Record<string, string> = {}): Promise<Response> {
  return auth.handler(
    new Request(`${baseUrl}/api/auth/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: baseUrl,
        [CLIENT_ADDRESS_HEADER]: newAddress(),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
}
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

const person = () => ({ name: "Ada", email: `${randomUUID()}@lockstep.test`, password });

async function newPerson() {
  const { email, ...rest } = person();
  const response = await ask("sign-up/email", { email, ...rest });
  expect(response.status).toBe(200);
  return { email, cookie: cookieOf(response) };
}
const sorted = (responses: readonly Response[]) => responses.map(({ status }) => status).toSorted((a, b) => a - b);
/** What is counted under a key with this text in it. */
const windowsOf = (text: string) => db.rateWindow.findMany({ where: { key: { contains: text } } });

describe("how often one may try", () => {
  test("is limited for one address, in development and tests too, whatever it says of itself", async () => {
    const address = newAddress();
    const from = { [CLIENT_ADDRESS_HEADER]: address };
    const { email } = await newPerson();
    const site = `${randomUUID()}.test`;
    const guess = (n: number) => {
      const body = { email: `${n}@${site}`, password: "wrong password" };
      return ask("sign-in/email", body, { ...from, "x-forwarded-for": `198.51.100.${n}` });
    };
    const guesses = await Promise.all(Array.from({ length: 45 }, (_, n) => guess(n)));
    expect(sorted(guesses)).toEqual([...Array<number>(40).fill(401), ...Array<number>(5).fill(429)]);
    const told = guesses
      .filter(({ status }) => status === 429)
      .map(({ headers }) => Number(headers.get("retry-after")));
    for (const seconds of told) expect(seconds).toBeGreaterThan(0);
    expect(await windowsOf(site), "who is refused leaves nothing behind").toHaveLength(40);
    // What is refused unseen is no guess at a password, either. However slow the machine is, the minute is not over.
    const endsAt = new Date(Date.now() + 3_600_000);
    await db.rateWindow.updateMany({ where: { key: { endsWith: `|${address}` } }, data: { endsAt } });
    const more = await Promise.all(Array.from({ length: 12 }, () => ask("sign-in/email", { email, password }, from)));
    expect(sorted(more)).toEqual(Array<number>(12).fill(429));
    expect((await ask("sign-in/email", { email, password })).status).toBe(200);
  });

  test("is limited for one account, from however many addresses the guesses come, at once, and to different web processes", async () => {
    const { email } = await newPerson();
    const guess = (n: number) => {
      auth = webProcess();
      return ask("sign-in/email", { email, password: `guess number ${n}` });
    };
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(n)));
    expect(sorted(guesses)).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await ask("sign-in/email", { email: email.toUpperCase(), password })).status).toBe(429);
    expect((await ask("sign-in/email", { email: (await newPerson()).email, password })).status).toBe(200);
  });

  test("counts for the address what is refused for the account", async () => {
    const from = { [CLIENT_ADDRESS_HEADER]: newAddress() };
    const [guessed, other] = [await newPerson(), await newPerson()];
    const guess = () => ask("sign-in/email", { email: guessed.email, password: "wrong password" }, from);
    const guesses = await Promise.all(Array.from({ length: 40 }, guess));
    expect(sorted(guesses)).toEqual([...Array<number>(10).fill(401), ...Array<number>(30).fill(429)]);
    expect((await ask("sign-in/email", { email: other.email, password }, from)).status).toBe(429);
  });

  test("begins anew with the right password", async () => {
    const { email } = await newPerson();
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 9; n++) await ask("sign-in/email", { email, password: `guess number ${n}` });
      expect((await ask("sign-in/email", { email, password })).status).toBe(200);
    }
  });

  test("is not limited by right passwords, however many come at once", async () => {
    const { email } = await newPerson();
    const all = await Promise.all(Array.from({ length: 12 }, () => ask("sign-in/email", { email, password })));
    expect(sorted(all)).toEqual(Array<number>(12).fill(200));
    expect(await windowsOf(email)).toEqual([]);
  });

  test("is not used up by what another site asks in somebody's name", async () => {
    const { email } = await newPerson();
    const elsewhere = { origin: "https://evil.example", cookie: "a=b" };
    expect((await ask("sign-in/email", { email, password: "wrong password" }, elsewhere)).status).toBe(403);
    expect(await windowsOf(email)).toEqual([]);
  });

  test("is limited for new accounts of one address", async () => {
    const from = { [CLIENT_ADDRESS_HEADER]: newAddress() };
    const tries = Array.from({ length: 42 }, () => ask("sign-up/email", { ...person(), password: "short" }, from));
    expect(sorted(await Promise.all(tries))).toEqual([...Array<number>(40).fill(400), 429, 429]);
  });
});

describe("what a body says is read in one way only", () => {
  test("one that is a form and JSON at once is no way to guess uncounted", async () => {
    const { email } = await newPerson();
    const decoy = `${randomUUID()}@lockstep.test`;
    const smuggled = `&email=${encodeURIComponent(email)}&password=${encodeURIComponent(password)}&b=`;
    const body = JSON.stringify({ email: decoy, password: smuggled });
    for (const type of [
      "application/x-www-form-urlencoded",
      "text/plain",
      "application/json, application/x-www-form-urlencoded",
    ]) {
      const response = await ask("sign-in/email", body, { "content-type": type });
      expect([type, response.status]).toEqual([type, 415]);
      expect(cookieOf(response)).toBe("");
    }
    expect((await ask("sign-up/email", body, { "content-type": "application/x-www-form-urlencoded" })).status).toBe(
      415,
    );
  });

  test("nor is a second parameter of its type", async () => {
    const { email } = await newPerson();
    const headers = { "content-type": "Application/JSON; charset=utf-8; a=application/x-www-form-urlencoded" };
    expect((await ask("sign-in/email", { email, password }, headers)).status).toBe(200);
  });

  test("and only what has a meaning here is handed on", async () => {
    const body = { ...person(), image: "https://evil.example/x.png", role: "instructor", emailVerified: true };
    expect((await ask("sign-up/email", body)).status).toBe(200);
    const { image, role, emailVerified } = await db.user.findUniqueOrThrow({ where: { email: body.email } });
    expect({ image, role, emailVerified }).toEqual({ image: null, role: "student", emailVerified: false });
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

  test.each([
    ["an e-mail", "sign-in/email", { email: "a\u0000@lockstep.test" }],
    ["an e-mail of a new account", "sign-up/email", { email: "a\u0000@lockstep.test" }],
    ["a name", "sign-up/email", { name: "A\u0000da" }],
  ])("%s with a character that the database can't keep", async (_what, path, over) => {
    expect((await ask(path, { ...person(), ...over })).status).toBe(400);
  });
});
