import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { type MadeThing, noteOf, remember } from "../src/made-thing.ts";
import { repositoryRoot } from "../src/paths.ts";
import { openFolder } from "./command.ts";

function openThing() {
  const folder = openFolder();
  const place = (name: string) => join(folder.path, name);
  mkdirSync(place("inputs/deep"), { recursive: true });
  writeFileSync(place("inputs/deep/one"), "1");
  writeFileSync(place("output"), "");
  const inputs = [relative(repositoryRoot, place("inputs"))];
  const thing: MadeThing = { inputs, output: place("output"), stamp: place("stamps/thing") };
  return Object.assign(folder, { thing, place });
}

test("has to be made the first time, and then only after one of its inputs has changed", () => {
  using folder = openThing();
  expect(noteOf(folder.thing)).toBeUndefined();

  remember(folder.thing, "a note\nof two lines");
  expect(noteOf(folder.thing)).toBe("a note\nof two lines");

  writeFileSync(folder.place("inputs/deep/one"), "2");
  expect(noteOf(folder.thing)).toBeUndefined();
});

test.each([
  { what: "a new input", act: (place: (name: string) => string) => writeFileSync(place("inputs/two"), "") },
  { what: "a removed input", act: (place: (name: string) => string) => rmSync(place("inputs/deep/one")) },
  { what: "a lost output", act: (place: (name: string) => string) => rmSync(place("output")) },
])("has to be made again after $what", ({ act }) => {
  using folder = openThing();
  remember(folder.thing);
  expect(noteOf(folder.thing)).toBe("");

  act(folder.place);

  expect(noteOf(folder.thing)).toBeUndefined();
});
