import { expect, test } from "vitest";
import { signUpQuietly } from "./accounts.ts";
import { useBrowser, type Visit } from "./browser.ts";
import { ExercisePage } from "./exercise-page.ts";
import { messages, slowSolution, ticketOffice } from "./texts.ts";
import { ownWebServer } from "./web-server.ts";

const browser = useBrowser();
const words = messages.en;

/**
 * What the visit complained about, but for requests that a server did not answer: here they are meant to fail, those that the
 * site makes ahead of a click too. A worker of the editor that was being loaded just then fails with an event that says no more.
 */
const complaints = ({ problems }: Visit) =>
  problems.filter((text) => !/Failed to (?:load|fetch)|thrown: TypeError: network error|^thrown: Event$/.test(text));

const rank = (state: string) => (state === "waiting" ? 0 : state === "running" ? 1 : 2);

/** Whether a row of the page ever went back, so that an event was applied twice or out of order. */
function goesBack(notes: readonly (readonly string[])[]): boolean {
  return notes.some((states, i) =>
    states.some((state, row) => {
      const before = notes[i - 1]?.[row];
      return before !== undefined && rank(state) < rank(before);
    }),
  );
}

test("shows the whole grading though the page is loaded again and the web server killed in the middle of it", async () => {
  const server = await ownWebServer();
  const visit = await browser.visit({ address: server.address });
  const { page } = visit;
  await signUpQuietly(visit);
  const exercise = new ExercisePage(page, "en");
  await exercise.noteCases();
  await visit.open("/en/exercises/ticket-office");
  await exercise.write(slowSolution());
  await exercise.start("submit");
  await exercise.cases.first().waitFor();

  await page.reload();
  await exercise.cases.first().waitFor();
  await server.kill();
  await page.getByText(words.grading.reconnecting).waitFor();
  await server.start();

  expect(await exercise.verdict()).toBe("accepted");
  const states = await exercise.cases.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-state")));
  expect(states).toEqual(ticketOffice.manifest.cases.map(() => "accepted"));
  expect(goesBack(await exercise.takeNotes())).toBe(false);

  await page.reload();
  expect(await exercise.verdict(), "after the end, too").toBe("accepted");
  expect(await exercise.cases.count()).toBe(ticketOffice.manifest.cases.length);
  expect(complaints(visit)).toEqual([]);
});

test("goes on after a proxy has answered 502 in the place of the server", async () => {
  const visit = await browser.visit();
  const { page } = visit;
  await signUpQuietly(visit);
  let asked = 0;
  await page.route("**/api/trpc/student.progress*", (route) =>
    ++asked <= 2 ? route.fulfill({ status: 502, body: "Bad gateway" }) : route.continue(),
  );
  await visit.open("/en/exercises/ticket-office");
  const exercise = new ExercisePage(page, "en");
  await exercise.start("run");
  await exercise.verdict();
  expect(asked).toBe(3);
  expect(complaints(visit)).toEqual([]);
});
