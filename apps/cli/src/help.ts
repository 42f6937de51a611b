import { USUAL_SITE } from "./commands/sign-in.ts";

const USAGE = `  lockstep grade <exercise> <path> [--reporter pretty|json] [--seed n] [--run]
      Grades the files in <path> (a folder or one file) as a submission to exercises/<exercise>.
      --run       only the visible tests, as "Run" on the site does
      --seed n    the same seed asks the same questions and tries the same schedules
  lockstep get <exercise> [--into folder] [--site address]
      Makes a folder (work/<exercise>, where you are) to work in with your own editor: starter, statement, hints in a file of
      their own, types. Code that is there already stays as it is; the rest is brought up to date.
      From this checkout, which holds hidden tests and solutions too; with --site from there, as everybody may read it.
  lockstep test [folder]
      Runs the visible tests on such a folder (the one you are in, or another), here.
  lockstep submit [folder] [--site address]
      Sends it to a site (${USUAL_SITE}) as a submission and shows the grading: the same verdict as on its pages.
  lockstep sign-in [--site address] [--email address]
      Opens a session for submit; asks for the password, and keeps a token in its place.
  lockstep verify [exercise … | --all] [--repeat n] [--json]
      Proves exercises: every solution gets exactly its verdict for its stated reason, the starter is not accepted.
      Where chance finds a defect, too seldom is told as well. Names what is still to be written, and a hidden case for which
      no wrong solution is there.
      Without names, or with --all: all of them. Each repetition has a fresh seed. As many gradings at once as there are cores.
  lockstep verify [exercise … | --all] --mutate [--json]
      Makes one mistake at a time in each accepted solution (a lock dropped, narrowed, widened, a release skipped, "if" for
      "while" …) and demands that none is accepted. Names those that are; same-behaviour.json beside exercise.json excuses
      those that do the same as before.
  lockstep new-exercise <exercise> --lesson <slug>
      Begins an exercise: a small one that works, with its proof, and places for the words. verify names those that are still
      to be written. Unit and sections are those of the lesson. Writes over nothing.
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
  lockstep help [command]
      This, or what one command takes; as <command> --help does.
`;

const EXIT_CODES = `Exit codes
  0  accepted, proved, healthy
  1  not accepted, a solution without its verdict, or a schedule that fails, or database, queue or disk not in order
  2  the command line is wrong, or the exercise can't be used
  3  the sandbox is not available
  4  our side failed (internal-error)
`;

/** What every command takes. */
export const HELP = `lockstep: grade and prove exercises, without web or database

Usage
${USAGE}
${EXIT_CODES}`;

/** What one command takes: its ways of use, and the exit codes; undefined where there is no such command. */
export function helpOf(command: string): string | undefined {
  const own = USAGE.split(/^(?= {2}lockstep )/m).filter((part) => part.split(/\s+/)[2] === command);
  return own.length === 0 ? undefined : `${own.join("")}\n${EXIT_CODES}`;
}
