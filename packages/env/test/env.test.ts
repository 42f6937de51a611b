import { describe, expect, test } from "vitest";
import { EnvironmentError, runnerEnv, typedIn, webEnv } from "../src/index.ts";

const complete = { DATABASE_URL: "postgresql://a:b@localhost/c", AUTH_SECRET: "x".repeat(32) };

describe("the web's environment", () => {
  test("names every variable that is missing, with the fix", () => {
    expect(() => webEnv({})).toThrow(EnvironmentError);
    expect(() => webEnv({})).toThrow(/DATABASE_URL: set it to[^]*AUTH_SECRET: set it to .*openssl rand/);
  });

  test("takes an empty variable for an absent one", () => {
    expect(() => webEnv({ ...complete, AUTH_SECRET: "" })).toThrow(/AUTH_SECRET: set it/);
  });

  test("finds the site by its port where no address is given", () => {
    expect(webEnv({ ...complete, PORT: "4100" }).baseUrl).toBe("http://localhost:4100");
  });

  test("keeps the origin of an address and drops the rest", () => {
    expect(webEnv({ ...complete, BASE_URL: "https://a.example.org/x/" }).baseUrl).toBe("https://a.example.org");
  });

  test("refuses a short secret", () => {
    expect(() => webEnv({ ...complete, AUTH_SECRET: "short" })).toThrow(/AUTH_SECRET: must have at least 32/);
  });

  test("believes no proxy unless told to, and takes addresses and subnets only", () => {
    expect(webEnv(complete).trustedProxies).toEqual([]);
    expect(webEnv({ ...complete, TRUSTED_PROXY: "10.0.0.5, fd00::/8" }).trustedProxies).toEqual([
      "10.0.0.5",
      "fd00::/8",
    ]);
    for (const wrong of ["proxy.example.org", "10.0.0.0/33", "10.0.0.5,", "*", "10.0.0.0/8/8"])
      expect(() => webEnv({ ...complete, TRUSTED_PROXY: wrong })).toThrow(/TRUSTED_PROXY: must be addresses/);
  });

  test("shows demo accounts only when told to", () => {
    expect(webEnv(complete).demoAccounts).toBe(false);
    expect(webEnv({ ...complete, DEMO_ACCOUNTS: "1" }).demoAccounts).toBe(true);
  });
});

test("the folder a command was typed in is believed of the script's own call only", () => {
  const told = { INIT_CWD: "/home/ann", npm_lifecycle_event: "lockstep" };

  expect(typedIn("lockstep", told)).toBe("/home/ann");
  expect(typedIn("lockstep", { ...told, npm_lifecycle_event: "test" })).toBeNull();
  expect(typedIn("lockstep", {})).toBeNull();
});

describe("a runner's environment", () => {
  test("has one slot and the machine's name unless told otherwise", () => {
    const { name, slots } = runnerEnv(complete);

    expect(slots).toBe(1);
    expect(name).not.toBe("");
    expect(runnerEnv({ ...complete, RUNNER_NAME: "r-2", RUNNER_SLOTS: "3" })).toMatchObject({ name: "r-2", slots: 3 });
  });

  test("refuses a number of slots that makes no sense", () => {
    expect(() => runnerEnv({ ...complete, RUNNER_SLOTS: "0" })).toThrow(/RUNNER_SLOTS: must be at least 1/);
    expect(() => runnerEnv({ ...complete, RUNNER_SLOTS: "many" })).toThrow(/RUNNER_SLOTS: must be a number/);
  });
});
