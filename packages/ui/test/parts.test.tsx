import { verdicts } from "@lockstep/contracts";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import {
  Button,
  CaseRow,
  Field,
  HintLadder,
  Notice,
  Output,
  TabList,
  TabPanel,
  VerdictBadge,
  VerdictCard,
  verdictTone,
} from "../src/index.ts";

const draw = renderToStaticMarkup;

test("takes no second click while a button's action is under way", () => {
  expect(draw(<Button busy>Submit</Button>)).toMatch(/disabled=""[^>]*aria-busy="true"/);
  expect(draw(<Button>Submit</Button>)).not.toMatch(/disabled|aria-busy/);
});

test("sends no form by accident", () => {
  expect(draw(<Button>Run</Button>)).toContain('type="button"');
});

test("ties a field's hint and error to its input", () => {
  const html = draw(<Field label="Name" hint="Shown to others." error="Too long." />);
  const told = /aria-describedby="([^"]*)"/.exec(html)?.[1]?.split(" ") ?? [];
  expect(told).toHaveLength(2);
  for (const id of told) expect(html).toContain(`id="${id}"`);
  expect(html).toContain('aria-invalid="true"');
});

test("keeps every hint back until it is asked for", () => {
  const hints = [{ id: "a", content: "Look closer." }];
  const html = draw(<HintLadder hints={hints} moreLabel={(next, count) => `${next}/${count}`} doneLabel="Done" />);
  expect(html).not.toContain("Look closer.");
  expect(html).toContain("1/1");
});

test("shows output as text: markup stays text, an escape sequence is spelled out", () => {
  const html = draw(<Output label="Output" stream="stdout" text={"<script>x</script>\u001b[31m"} />);
  expect(html).toContain("&lt;script&gt;");
  expect(html).toContain('<span class="ls-output__mark">ESC</span>');
});

test("unfolds a case only when there is something to show", () => {
  const state = { kind: "finished", verdict: "accepted" } as const;
  expect(draw(<CaseRow title="One" state={state} stateLabel="Accepted" />)).not.toContain("<details");
  const full = (
    <CaseRow title="One" state={state} stateLabel="Accepted" open>
      Seen
    </CaseRow>
  );
  expect(draw(full)).toContain('<details open="">');
});

test("tells a verdict by a word, not by colour alone", () => {
  for (const verdict of verdicts) expect(draw(<VerdictBadge verdict={verdict} label={verdict} />)).toContain(verdict);
});

test("shows nothing but an accepted submission as good", () => {
  expect(verdicts.filter((verdict) => verdictTone(verdict).tone === "good")).toEqual(["accepted"]);
});

test("gives the most particular advice it has", () => {
  const explanation = { title: "Not yet right", means: "Something broke.", next: "Open the case." };
  const reason = { title: "Race", means: "Two at once.", next: "Hold the lock." };
  const card = (given: object) =>
    draw(<VerdictCard verdict="wrong-answer" explanation={explanation} nextLabel="Next" {...given} />);
  expect(card({})).toContain("Open the case.");
  expect(card({ reason })).toContain("Hold the lock.");
  expect(card({ reason })).not.toContain("Open the case.");
  expect(card({ reason, feedback: "Check again." })).not.toContain("Hold the lock.");
  expect(card({ feedback: "Release in `finally`." })).toContain('Release in <code data-whole="">finally</code>.');
});

test("names the panel of each tab, and lets the keyboard into the chosen tab only", () => {
  const items = [
    { id: "one", label: "One" },
    { id: "two", label: "Two" },
  ];
  const tabs = draw(<TabList label="Views" name="view" items={items} current="two" onChange={() => undefined} />);
  expect(tabs).toMatch(/id="view-tab-two"[^>]*aria-selected="true" aria-controls="view-panel-two" tabindex="0"/i);
  expect(tabs).toMatch(/id="view-tab-one"[^>]*aria-selected="false"[^>]*tabindex="-1"/i);
  const panel = draw(
    <TabPanel name="view" id="one" current="two">
      x
    </TabPanel>,
  );
  expect(panel).toMatch(/role="tabpanel" id="view-panel-one" aria-labelledby="view-tab-one" hidden=""/);
});

test("interrupts a listener only where it is told to", () => {
  expect(draw(<Notice tone="bad" title="Failed" role="alert" />)).toContain('role="alert"');
  expect(draw(<Notice tone="none" title="Saved" />)).not.toContain("role=");
});
