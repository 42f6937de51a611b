#!/usr/bin/env node
import { parseArgs } from "node:util";
import { get } from "./commands/get.ts";
import { grade } from "./commands/grade.ts";
import { signIn, USUAL_SITE } from "./commands/sign-in.ts";
import { submit } from "./commands/submit.ts";
import { test } from "./commands/test.ts";
import { verify } from "./commands/verify.ts";
import { verifyMutants } from "./commands/verify-mutants.ts";
import { ExitCode, UsageError } from "./exit-code.ts";
import { visible } from "./visible-text.ts";

const HELP = `lockstep: grade and prove exercises, without web or database

Usage
  lockstep grade <exercise> <path> [--reporter pretty|json] [--seed n] [--run]
      Grades the files in <path> (a folder or one file) as a submission to exercises/<exercise>.
      --run       only the visible tests, as "Run" on the site does
      --seed n    the same seed asks the same questions and tries the same schedules
  lockstep get <exercise> [--into folder]
      Makes a folder (work/<exercise>) to work in with your own editor: starter, statement, types. Code that is there
      already stays as it is; the rest is brought up to date.
  lockstep test [folder]
      Runs the visible tests on such a folder (the one you are in, or another), here.
  lockstep submit [folder] [--site address]
      Sends it to a site (${USUAL_SITE}) as a submission and shows the grading: the same verdict as on its pages.
  lockstep sign-in [--site address] [--email address]
      Opens a session for submit; asks for the password, and keeps a token in its place.
  lockstep verify [exercise … | --all] [--repeat n] [--json]
      Proves exercises: every solution gets exactly its verdict for its stated reason, the starter is not accepted.
      Where chance finds a defect, too seldom is told as well.
      Without names, or with --all: all of them. Each repetition has a fresh seed. As many gradings at once as there are cores.
  lockstep verify [exercise … | --all] --mutate [--json]
      Makes one mistake at a time in each accepted solution (a lock dropped, narrowed, widened, a release skipped, "if" for
      "while" …) and demands that none is accepted. Names those that are; same-behaviour.json beside exercise.json excuses
      those that do the same as before.
  lockstep explore <file> [--input json] [--holds expression] [--replay json] [--trace out.json] [--html out.html]
      Explores every interleaving of a program (its exported main, or the file itself) and shows a schedule that fails.
      --scenario exercise/name   the file is a submission, driven by that scenario
      --input json     what main, or the scenario, is given
      --holds text     what must be true of the result, such as "left + sold === 10"; "it" is the result itself
      --runs n         most schedules (20000); --spurious n: wake-ups without cause in one schedule (0)
      --replay json    plays one schedule again, as explore printed it
      --trace file     writes the failing schedule as JSON; --html file: as a page with a timeline
      --confirm        leads real threads through the schedule that fails, and says whether they end alike; where none
                       fails, through schedules that have in them all that any thread can do: a proof of real threads
      --gated          explores on real threads, not transformed: also promises and whatever else is refused; slower, and
                       seldom complete. Random schedules, which come last, are tried on all cores at once; what is
                       found does not depend on their number
      Runs in a hardened compartment of this process, not in the sandbox: for files that you trust so far. On real threads
      (--confirm, --gated) nothing confines it: for your own files.
  lockstep measure <file> [--cores n] [--against other.ts] [--input json] [--scenario exercise/name]
      Runs a program on virtual cores (2, or n): how its speed grows with them, why not more, and what each thread did when.
      --against file   a sequential program that does the same; without it, its own work on one core
      Work is counted, not timed: the numbers are the same on every machine. Runs where explore runs.
  lockstep measure <exercise> <path>
      Grades the files in the sandbox, and shows of each timed case how fast it was and what its threads did when.
  lockstep doctor
      Says what works on this machine, and what to do about what does not: the sandbox's layers, the disk, and database,
      migrations and queue of DATABASE_URL, or of a \`pnpm dev\` that is at work.
  lockstep help

Exit codes
  0  accepted, proved, healthy
  1  not accepted, a solution without its verdict, or a schedule that fails, or database, queue or disk not in order
  2  the command line is wrong, or the exercise can't be used
  3  the sandbox is not available
  4  our side failed (internal-error)
`;

const site = { type: "string", default: USUAL_SITE } as const;

// Who reads only the first lines, as `head` does, has had enough: no fault of anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

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
    case "get": {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { into: { type: "string" } },
      });
      const [slug] = positionals;
      if (slug === undefined || positionals.length > 1) throw new UsageError("get needs one exercise.");
      return get({ slug, into: values.into });
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
      if (values.all && positionals.length > 0) throw new UsageError("--all takes no names: it means every exercise.");
      if (values.mutate) return verifyMutants({ slugs: positionals, json: values.json });
      const repeat = wholeNumber("--repeat", values.repeat) ?? 1;
      if (repeat === 0) throw new UsageError('--repeat takes a whole number from 1 on, not "0".');
      return verify({ slugs: positionals, repeat, json: values.json });
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
      if (path === undefined || positionals.length > 1) throw new UsageError("explore needs one file.");
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
        throw new UsageError("measure needs one file, or an exercise and a path.");
      if (submission !== undefined) {
        if (Object.keys(values).length > 0)
          throw new UsageError("An exercise says itself what is measured: give no options.");
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
      process.stdout.write(HELP);
      return ExitCode.ok;
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

function folderOf(positionals: readonly string[]): string {
  if (positionals.length > 1) throw new UsageError("Name one folder, or none for the one you are in.");
  return positionals[0] ?? ".";
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
