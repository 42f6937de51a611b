#!/usr/bin/env node
import { typedIn } from "@lockstep/env";
import { parseArgs } from "node:util";
import { get } from "./commands/get.ts";
import { grade } from "./commands/grade.ts";
import { newExercise } from "./commands/new-exercise.ts";
import { signIn, USUAL_SITE } from "./commands/sign-in.ts";
import { submit } from "./commands/submit.ts";
import { test } from "./commands/test.ts";
import { verify } from "./commands/verify.ts";
import { verifyMutants } from "./commands/verify-mutants.ts";
import { CommandLineError, ExitCode, UsageError } from "./exit-code.ts";
import { HELP, helpOf } from "./help.ts";
import { visible } from "./visible-text.ts";

const site = { type: "string", default: USUAL_SITE } as const;

// Who reads only the first lines, as `head` does, has had enough: no fault of anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const [asked = "help", ...rest] = process.argv.slice(2);
try {
  const folder = typedIn("lockstep");
  if (folder !== null) process.chdir(folder); // every path below was typed there
  const asksForHelp = rest.includes("--help") || rest.includes("-h");
  process.exitCode = asksForHelp ? await run("help", [asked]) : await run(asked, rest);
} catch (cause) {
  if (cause instanceof CommandLineError || isParseError(cause)) {
    const more = helpOf(asked) === undefined ? "help` for the commands" : `help ${asked}\` for what it takes`;
    process.stderr.write(`${cause.message}\nType \`pnpm lockstep ${more}.\n`);
    process.exitCode = ExitCode.usage;
  } else if (cause instanceof UsageError) {
    process.stderr.write(`${cause.message}\n`);
    process.exitCode = ExitCode.usage;
  } else {
    // Node's own exit code for this is 1, which would say "not accepted".
    const told = cause instanceof Error ? cause.stack || `${cause.name}: ${cause.message}` : String(cause);
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
        throw new CommandLineError("grade needs an exercise and a path.");
      if (values.reporter !== "pretty" && values.reporter !== "json")
        throw new CommandLineError(`There is no reporter "${values.reporter}": pretty or json.`);
      return grade({
        slug,
        path,
        reporter: values.reporter,
        seed: wholeNumber("--seed", values.seed),
        purpose: values.run ? "run" : "submit",
      });
    }
    case "get": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { into: { type: "string" }, site: { type: "string" } },
      });
      const [slug] = positionals;
      if (slug === undefined || positionals.length > 1) throw new CommandLineError("get needs one exercise.");
      return get({ slug, into: values.into, site: values.site });
    }
    case "test":
      return test({ folder: folderOf(parseArgs({ args, allowPositionals: true, options: {} }).positionals) });
    case "submit": {
      const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { site } });
      return submit({ folder: folderOf(positionals), site: values.site });
    }
    case "sign-in": {
      const { values } = parseArgs({ args, options: { site, email: { type: "string" } } });
      return signIn({ site: values.site, email: values.email });
    }
    case "verify": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          all: { type: "boolean", default: false },
          repeat: { type: "string", default: "1" },
          json: { type: "boolean", default: false },
          mutate: { type: "boolean", default: false },
        },
      });
      if (values.all && positionals.length > 0)
        throw new CommandLineError("--all takes no names: it means every exercise.");
      if (values.mutate) return verifyMutants({ slugs: positionals, json: values.json });
      const repeat = wholeNumber("--repeat", values.repeat) ?? 1;
      if (repeat === 0) throw new CommandLineError('--repeat takes a whole number from 1 on, not "0".');
      return verify({ slugs: positionals, repeat, json: values.json });
    }
    case "new-exercise": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { lesson: { type: "string" } },
      });
      const [slug] = positionals;
      if (slug === undefined || positionals.length > 1) throw new CommandLineError("new-exercise needs one name.");
      return newExercise({ slug, lesson: values.lesson });
    }
    case "explore": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          scenario: { type: "string" },
          input: { type: "string" },
          holds: { type: "string" },
          replay: { type: "string" },
          trace: { type: "string" },
          html: { type: "string" },
          runs: { type: "string" },
          spurious: { type: "string" },
          confirm: { type: "boolean", default: false },
          gated: { type: "boolean", default: false },
        },
      });
      const [path] = positionals;
      if (path === undefined || positionals.length > 1) throw new CommandLineError("explore needs one file.");
      const { scenario = null, input = null, holds = null, replay = null, trace = null, html = null } = values;
      const { confirm, gated } = values;
      // Only here: it locks the realm, and brings all primitives with it.
      return (await import("./commands/explore.ts")).explore({
        path,
        scenario,
        input,
        holds,
        replay,
        trace,
        html,
        confirm,
        gated,
        runsMax: wholeNumber("--runs", values.runs),
        spuriousMax: wholeNumber("--spurious", values.spurious),
      });
    }
    case "measure": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          scenario: { type: "string" },
          input: { type: "string" },
          against: { type: "string" },
          cores: { type: "string" },
        },
      });
      const [path, submission] = positionals;
      if (path === undefined || positionals.length > 2)
        throw new CommandLineError("measure needs one file, or an exercise and a path.");
      if (submission !== undefined) {
        if (Object.keys(values).length > 0)
          throw new CommandLineError("An exercise says itself what is measured: give no options.");
        return (await import("./commands/measure-submission.ts")).measureSubmission(path, submission);
      }
      const { measure } = await import("./commands/measure.ts");
      const { scenario = null, input = null, against = null } = values;
      return measure({ path, scenario, input, against, cores: wholeNumber("--cores", values.cores) ?? 2 });
    }
    case "doctor":
      parseArgs({ args, options: {} });
      // Only here: it brings the database's client with it, for which grading has no use.
      return (await import("./commands/doctor.ts")).doctor();
    case "help":
    case "--help":
    case "-h":
      process.stdout.write(helpOf(args[0] ?? "") ?? HELP);
      return ExitCode.ok;
    default:
      throw new CommandLineError(`There is no command "${command}".`);
  }
}

function folderOf(positionals: readonly string[]): string {
  if (positionals.length > 1) throw new CommandLineError("Name one folder, or none for the one you are in.");
  return positionals[0] ?? ".";
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    throw new CommandLineError(`${option} takes a whole number, not "${text}".`);
  return value;
}

function isParseError(cause: unknown): cause is Error {
  return cause instanceof TypeError && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS");
}
