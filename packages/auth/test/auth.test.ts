import { randomBytes, randomUUID } from "node:crypto";
import { openDatabase } from "@lockstep/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENT_ADDRESS_HEADER, createAuth, demoAccounts, seedDemoAccounts } from "../src/index.ts";

const db = openDatabase(process.env["DATABASE_URL"] ?? "");
const baseUrl = "http://localhost:3000";
const secret = "a secret of thirty-two letters or so";
const auth = createAuth({ db, secret, baseUrl });
beforeAll(() => seedDemoAccounts(db));
afterAll(() => db.$disconnect());

/** Another address for each request: these tests are not about how often one may ask. */
const somewhere = () => ({ [CLIENT_ADDRESS_HEADER]: `10.${[...randomBytes(3)].join(".")}` });

const post = (path: string, body: object, headers: Record<string, string> = {}, at = auth) =>
  at.handler(
    new Request(`${baseUrl}/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: baseUrl, ...somewhere(), ...headers },
      body: JSON.stringify(body),
    }),
  );

/** What a browser would send back. */
function cookiesOf(response: Response): Headers {
  const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  return new Headers({ cookie: pairs.join("; ") });
}

const newPerson = () => ({ name: "Ada", email: `${randomUUID()}@lockstep.test`, password: "long enough" });

describe("signing up", () => {
  test("makes a student and signs in", async () => {
    const response = await post("sign-up/email", newPerson());

    expect((await auth.sessionOf(cookiesOf(response)))?.user).toMatchObject({ name: "Ada", role: "student" });
  });

  test("gives nobody the role he asks for", async () => {
    const person = newPerson();
    await post("sign-up/email", { ...person, role: "instructor" });

    const stored = await db.user.findUnique({ where: { email: person.email } });
    expect(stored?.role ?? "student").toBe("student");
  });

  test("refuses a short password", async () => {
    const response = await post("sign-up/email", { ...newPerson(), password: "short" });

    expect(response.status).toBe(400);
  });

  test("stores no password that could be read", async () => {
    const person = newPerson();
    await post("sign-up/email", person);

    const account = await db.account.findFirst({ where: { user: { email: person.email } } });
    expect(account?.password).toBeTruthy();
    expect(account?.password).not.toContain(person.password);
  });
});

test("nobody changes his role afterwards", async () => {
  const person = newPerson();
  const cookies = cookiesOf(await post("sign-up/email", person));

  await post("update-user", { role: "instructor" }, { cookie: cookies.get("cookie") ?? "" });

  expect((await auth.sessionOf(cookies))?.user.role).toBe("student");
});

describe("signing in", () => {
  test.each(demoAccounts)("$email can, and has the role $role", async ({ email, password, role }) => {
    const response = await post("sign-in/email", { email, password });

    expect((await auth.sessionOf(cookiesOf(response)))?.user).toMatchObject({ email, role });
  });

  test("a wrong password opens nothing", async () => {
    const response = await post("sign-in/email", { email: demoAccounts[0].email, password: "not this one" });

    expect(response.status).toBe(401);
    expect(await auth.sessionOf(cookiesOf(response))).toBeNull();
  });

  test("a request of another site is refused", async () => {
    const { email, password } = demoAccounts[0];

    const response = await post(
      "sign-in/email",
      { email, password },
      { origin: "https://evil.example", cookie: "a=b" },
    );

    expect(response.status).toBe(403);
  });
});

test("a session that was ended opens nothing any more", async () => {
  const cookies = cookiesOf(await post("sign-up/email", newPerson()));

  await post("sign-out", {}, { cookie: cookies.get("cookie") ?? "" });

  expect(await auth.sessionOf(cookies)).toBeNull();
});

test("a cookie that was signed with another secret opens nothing", async () => {
  const other = createAuth({ db, secret: "another secret of thirty-two letters", baseUrl });
  const cookies = cookiesOf(await post("sign-up/email", newPerson(), {}, other));

  expect(await other.sessionOf(cookies)).not.toBeNull();
  expect(await auth.sessionOf(cookies)).toBeNull();
});

test("cookies can't be read by scripts, and are secure where the site is", async () => {
  const secure = createAuth({ db, secret, baseUrl: "https://lockstep.example.org" });
  const origin = "https://lockstep.example.org";

  const cookies = (await post("sign-up/email", newPerson(), { origin }, secure)).headers.getSetCookie();

  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly/i);
  expect(cookies.some((cookie) => cookie.startsWith("__Secure-") && /; Secure/i.test(cookie))).toBe(true);
});

test("demo accounts that exist stay as they are", async () => {
  const where = { email: demoAccounts[0].email };
  await db.user.update({ where, data: { name: "Renamed" } });

  await seedDemoAccounts(db);

  expect((await db.user.findUnique({ where }))?.name).toBe("Renamed");
  expect(await db.user.count({ where })).toBe(1);
});
