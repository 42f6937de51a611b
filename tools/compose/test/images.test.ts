import { expect, test } from "vitest";
import { debianMirror } from "../src/images.ts";

test.each([
  ["deb http://mirror.test/debian bookworm main\n"],
  ["# comment\ndeb [signed-by=/a.gpg] http://mirror.test/debian bookworm main\n"],
  ["Types: deb\nURIs: http://mirror.test/debian\nSuites: bookworm\n"],
])("finds the mirror in %j", (text) => {
  expect(debianMirror(["# nothing here\n", text])).toBe("http://mirror.test/debian");
});

test("says so where no mirror is named", () => {
  expect(() => debianMirror(["# deb http://mirror.test/debian bookworm main\n"])).toThrow(/names no mirror/);
});
