import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Gate } from "./gate.ts";

/** The first is the one that the others are compared with. Closed in `packages/contracts/src/text.ts`. */
const locales = ["en", "zh-CN"] as const;
const han = /\p{Script=Han}/u;
/** Words that are the same in every language: the platform's name, a unit, a variable of a figure. */
const sameEverywhere = /\b(?:Lockstep|MiB|left)\b/g;

/**
 * Words that people read exist in every language: messages of pages, statements and texts of exercises, lessons. The tables of
 * words in TypeScript are typed by the closed list of languages, so there the types see to it.
 */
export const translations: Gate = {
  name: "translations",
  keepsOut: "words missing in a language, or copied from the other one",
  run: (root) => [...messages(root), ...exercises(root), ...lessons(root)].join("\n"),
};

function messages(root: string): readonly string[] {
  const [en, zh] = locales.map((locale) => {
    const file = join(root, `apps/web/messages/${locale}.json`);
    return new Map(leaves(JSON.parse(readFileSync(file, "utf8"))));
  });
  if (!en || !zh) return [];
  const places = new Set([...en.keys(), ...zh.keys()]);
  return [...places].flatMap((place) => compare(`apps/web/messages: ${place}`, en.get(place), zh.get(place)));
}

function exercises(root: string): readonly string[] {
  return subfolders(join(root, "exercises")).flatMap((slug) => {
    const folder = join(root, "exercises", slug);
    const manifest = join(folder, "exercise.json");
    if (!existsSync(manifest)) return [];
    const [en, zh] = locales.map((locale) => textOf(join(folder, `statement.${locale}.md`)));
    const texts = localised(JSON.parse(readFileSync(manifest, "utf8")));
    return [
      ...compare(`exercises/${slug}/statement.*.md`, en, zh),
      ...texts.flatMap(([place, text]) =>
        compare(`exercises/${slug}/exercise.json: ${place}`, text["en"], text["zh-CN"]),
      ),
    ];
  });
}

function lessons(root: string): readonly string[] {
  const content = join(root, "packages/lessons/content");
  const names = new Set(locales.flatMap((locale) => filesOf(join(content, locale))));
  return [...names].flatMap((name) => {
    const [en, zh] = locales.map((locale) => textOf(join(content, locale, name)));
    // What stands in braces is JSX of the lesson, not a value to be put in.
    return compare(`packages/lessons/content/*/${name}`, en, zh, { values: false });
  });
}

/** The same text in both languages: both there, the same values to put in, and Chinese where the English has words. */
function compare(place: string, en: unknown, zh: unknown, { values = true } = {}): readonly string[] {
  if (!isText(en)) return [`${place} is missing in en.`];
  if (!isText(zh)) return [`${place} is missing in zh-CN.`];
  const problems: string[] = [];
  if (!han.test(zh) && /\p{L}/u.test(withoutValues(en).replaceAll(sameEverywhere, "")))
    problems.push(`${place} is not Chinese in zh-CN: ${zh}`);
  if (values && valuesIn(en) !== valuesIn(zh))
    problems.push(`${place} puts in ${valuesIn(en) || "nothing"} in en, ${valuesIn(zh) || "nothing"} in zh-CN.`);
  return problems;
}

/** Names in braces and tags of a message, sorted. Plural forms differ between languages, so their inside is left out. */
function valuesIn(text: string): string {
  const names = [...text.matchAll(/\{(\w+)(?=[,}])|<(\w+)>/g)].map(([, value, tag]) => value ?? `<${tag}>`);
  return [...new Set(names)].toSorted().join(", ");
}

const withoutValues = (text: string) => text.replaceAll(/\{[^{}]*\}|<[^>]*>|`[^`]*`/g, "");
const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

function leaves(value: unknown, place = ""): readonly (readonly [place: string, text: unknown])[] {
  if (typeof value !== "object" || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, place === "" ? key : `${place}.${key}`));
}

/** Every object that speaks at least one of the languages. */
function localised(value: unknown, place = ""): readonly (readonly [place: string, text: Record<string, unknown>])[] {
  if (typeof value !== "object" || value === null) return [];
  const text: Record<string, unknown> = { ...value };
  if (locales.some((locale) => locale in text)) return [[place, text]];
  return Object.entries(text).flatMap(([key, inner]) => localised(inner, place === "" ? key : `${place}.${key}`));
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
const filesOf = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
const subfolders = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    : [];
