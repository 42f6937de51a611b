import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Of each message so much is repeated. */
const MESSAGE_LENGTH_MAX = 1200;

/** What failed according to a report of vitest's reporter `json`, told once more at the end: what scrolled by may be out of reach. */
export function failuresText(name: string, file: string): string {
  return failuresIn(file)
    .map(({ test, message }) => {
      const text = stripVTControlCharacters(message).slice(0, MESSAGE_LENGTH_MAX).trim();
      return `✗ ${name}: ${test}\n${text.replaceAll(/^/gm, "    ")}\n`;
    })
    .join("\n");
}

/** The files, as vitest names them, of the tests that failed according to such a report. */
export function failedFilesIn(file: string): readonly string[] {
  return [...new Set(failuresIn(file).map((failure) => failure.file))];
}

interface Failure {
  readonly file: string;
  readonly test: string;
  readonly message: string;
}

function failuresIn(file: string): readonly Failure[] {
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return []; // there is none, which the table says
  }
  return list(report, "testResults").flatMap((result) => {
    const name = text(field(result, "name"));
    const failed = list(result, "assertionResults").filter((one) => field(one, "status") === "failed");
    const failures = failed.map((one) => ({
      file: name,
      test: text(field(one, "fullName")),
      message: list(one, "failureMessages").map(text).join("\n"),
    }));
    // A file that could not be read at all has no tests to fail.
    const whole = failures.length === 0 && field(result, "status") === "failed";
    return whole ? [{ file: name, test: name, message: text(field(result, "message")) }] : failures;
  });
}

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  return Array.isArray(found) ? found : [];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
