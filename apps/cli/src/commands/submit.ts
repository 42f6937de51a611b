import { ExitCode, UsageError } from "../exit-code.ts";
import { printCase, printEnd } from "../print-grading.ts";
import { findSession, sitesWithSessions } from "../site/sessions.ts";
import { Site } from "../site/site.ts";
import { visibleName } from "../visible-text.ts";
import { openWorkspace } from "../workspace.ts";
import { filesOf } from "./grade.ts";
import { addressOf } from "./sign-in.ts";

/** Sends the folder's files to a site as a submission, and shows its grading as it comes. */
export async function submit(command: { readonly folder: string; readonly site: string }): Promise<number> {
  const workspace = await openWorkspace(command.folder);
  const files = await filesOf(workspace.folder);
  const address = addressOf(command.site);
  const session = await findSession(address);
  if (session === undefined) {
    const others = (await sitesWithSessions()).map((site) => `\`--site ${site}\``);
    throw new UsageError(
      `You are not signed in to ${address}. Type \`pnpm lockstep sign-in --site ${address}\`${others.length === 0 ? "" : `, or send it where you are signed in: ${others.join(" or ")}`}.`,
    );
  }
  const site = new Site(address, session.token);
  const { version, entry } = await site.exercise(workspace.exercise);
  if (entry !== null && !files.some(({ path }) => path === entry))
    throw new UsageError(
      `${entry} is missing in ${workspace.folder}: it is the file that ${workspace.exercise} is graded by. There are: ${files.map(({ path }) => visibleName(path)).join(", ")}.`,
    );
  if (version !== workspace.version)
    process.stdout.write(
      `The site has the exercise in another version than the one you got, and grades by its own. To read what it asks, with your code left as it is: pnpm lockstep get ${workspace.exercise} --site ${address} --into ${workspace.folder}\n`,
    );
  const id = await site.submit({ slug: workspace.exercise, version, files });
  process.stdout.write(`Submission ${id.slice(-6)} of ${session.email}: ${address}/en/submissions/${id}\n`);
  for await (const event of site.progress(id)) {
    switch (event.kind) {
      case "case-finished":
        printCase(event.result);
        break;
      case "queued":
        if (!(await site.isGradedNow()))
          process.stdout.write("No runner of the site can grade now. Your submission is safe and waits for one.\n");
        break;
      case "retrying":
        process.stdout.write("The site failed; you are graded again. It does not count against you.\n");
        break;
      case "measuring-again":
        process.stdout.write(
          "The machine is busy; what it could not measure is measured again. It does not count against you.\n",
        );
        break;
      case "cancelled":
        process.stdout.write("Taken back; it counts nothing.\n");
        return ExitCode.notAccepted;
      case "verdict":
        printEnd(event, []);
        if (event.verdict === "internal-error") return ExitCode.internal;
        return event.verdict === "accepted" ? ExitCode.ok : ExitCode.notAccepted;
      case "started":
      case "planned":
      case "case-started":
      case "regrading":
        break;
    }
  }
  return ExitCode.internal;
}
