#!/usr/bin/env node
import { parseArgs } from "node:util";
import { doctor } from "./commands/doctor.ts";
import { grade } from "./commands/grade.ts";
import { verify } from "./commands/verify.ts";
import { ExitCode, UsageError } from "./exit-code.ts";
import { visible } from "./visible-text.ts";

const HELP = `lockstep: grade and prove exercises, without web or database

Usage
  lockstep grade <exercise> <path> [--reporter pretty|json] [--seed n] [--run]
      Grades the files in <path> (a folder or one file) as a submission to exercises/<exercise>.
      --run       only the visible tests, as "Run" on the site does
      --seed n    the same seed asks the same questions and tries the same schedules
  lockstep verify [exercise …] [--repeat n] [--json]
      Proves exercises: every solution gets exactly its verdict for its stated reason, the starter is not accepted.
      Without names: all of them. Each repetition has a fresh seed.
  lockstep doctor
      Says what of the sandbox works on this machine, and what to do about what does not.
  lockstep help

Exit codes
  0  accepted, proved, healthy
  1  not accepted, or a solution without its verdict
  2  the command line is wrong, or the exercise can't be used
  3  the sandbox is not available
  4  our side failed (internal-error)
`;

try {
  const [command, ...rest] = process.argv.slice(2);
  const asksForHelp = rest.includes("--help") || rest.includes("-h");
  process.exitCode = await run(command === undefined || asksForHelp ? "help" : command, rest);
} catch (cause) {
  if (cause instanceof UsageError || isParseError(cause)) {
    process.stderr.write(`${cause.message}\nType \`pnpm lockstep help\` for the commands.\n`);
    process.exitCode = ExitCode.usage;
  } else {
    // Node's own exit code for this is 1, which would say "not accepted".
    const told = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    process.stderr.write(`This is our fault, not that of the submission:\n${visible(told)}\n`);
    process.exitCode = ExitCode.internal;
  }
}

async function run(command: string, args: string[]): Promise<number> {
  switch (command) {
    case "grade": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          reporter: { type: "string", default: "pretty" },
          seed: { type: "string" },
          run: { type: "boolean", default: false },
        },
      });
      const [slug, path] = positionals;
      if (slug === undefined || path === undefined || positionals.length > 2)
        throw new UsageError("grade needs an exercise and a path.");
      if (values.reporter !== "pretty" && values.reporter !== "json")
        throw new UsageError(`There is no reporter "${values.reporter}": pretty or json.`);
      return grade({
        slug,
        path,
        reporter: values.reporter,
        seed: wholeNumber("--seed", values.seed),
        purpose: values.run ? "run" : "submit",
      });
    }
    case "verify": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { repeat: { type: "string", default: "1" }, json: { type: "boolean", default: false } },
      });
      const repeat = wholeNumber("--repeat", values.repeat) ?? 1;
      if (repeat === 0) throw new UsageError('--repeat takes a whole number from 1 on, not "0".');
      return verify({ slugs: positionals, repeat, json: values.json });
    }
    case "doctor":
      parseArgs({ args, options: {} });
      return doctor();
    case "help":
    case "--help":
    case "-h":
      process.stdout.write(HELP);
      return ExitCode.ok;
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    throw new UsageError(`${option} takes a whole number, not "${text}".`);
  return value;
}

function isParseError(cause: unknown): cause is Error {
  return cause instanceof TypeError && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS");
}
