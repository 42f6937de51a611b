import { expect, test } from "vitest";
import { returnAddress } from "../src/session/return-address.ts";

test("one comes back to the page that sent one to sign in", () => {
  for (const from of ["/course", "/exercises/ticket-office?submission=1-2", "/lessons/mutual-exclusion", "/"])
    expect(returnAddress(from)).toBe(from);
});

test("anything that could lead to another site leads to the course", () => {
  const traps = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/@evil.example",
    "",
    ["/course", "//evil.example"],
    undefined,
  ];
  for (const from of traps) expect(returnAddress(from), `from ${String(from)}`).toBe("/course");
});
