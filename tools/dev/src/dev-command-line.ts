import { parseArgs } from "node:util";

/** What `pnpm dev` does, and what can be set. */
export const DEV_HELP = `pnpm dev: the whole of Lockstep on this machine

Installs what is missing, starts a database of its own (data in .data/postgres), brings it up to date, fills in course
and demo accounts, then starts site and runner, and prints the address and the accounts. It follows changes of the
source. Ctrl-C ends all of it; what was stored stays.

Settings, in the environment
  PORT                 of the site on 127.0.0.1 (3000)
  BASE_URL             address by which browsers reach the site (http://localhost:PORT)
  DATABASE_URL         a Postgres of yours in place of its own
  RUNNER_DATABASE_URL  the same for the runner, under a role of fewer rights (DATABASE_URL)
  LOCKSTEP_DATA        folder for all that is kept (.data)

  PORT=3001 pnpm dev   another port

It takes no options but --help.
`;

/**
 * Answers a command line with which nothing is to be started.
 * @returns the exit code; null where everything is to be started.
 */
export function answerOnly(args: readonly string[]): number | null {
  try {
    const options = { help: { type: "boolean", short: "h" } } as const;
    const { values } = parseArgs({ args: args.filter((word) => word !== "--"), options });
    if (values.help !== true) return null;
    process.stdout.write(DEV_HELP);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nType \`pnpm dev --help\`.\n`);
    return 2;
  }
}
