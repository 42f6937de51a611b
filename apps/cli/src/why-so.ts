import type { CaseResult, ExercisePack, GradingReport } from "@lockstep/contracts";

/** What an instructor wants to know first of a grading that came out otherwise than it should. */
export interface WhySo {
  /** One line. May hold a student's text: show it with `visible`. */
  readonly seen: string;
  /** `file:line`, where one is known: of the error, of the last step of the student's code, or of the test. */
  readonly at: string | null;
}

/** By case: what its test said; see `onTestSaid` of the judge. */
export type Said = ReadonlyMap<string, string>;

const LINE_MAX = 300;
const TEST_PLACE = /^([\w.-]+\.test\.ts:\d+): /;
/** The testkit has ended the test; what the case has seen says more. */
const ENDED_BY_TESTKIT = /^(?:[\w.-]+:\d+: )?RunFailedError: /;
/** The innermost frame of an error's text, or the last line that its thread has come to. */
const FRAME = /^\s+(?:at|after) (?:.*\()?([^\s()]+?):(\d+)(?::\d+)?\)?$/m;
const MISSING_EXPORT = /^MissingExportError: .*?"([\w$]+)"/;

/** The first thing to say of how a grading came out; null where it was accepted. */
export function whySo(report: GradingReport, said: Said, pack: ExercisePack): WhySo | null {
  const [compileError] = report.compileErrors;
  if (compileError) {
    const { file, line, column, message } = compileError;
    return { seen: firstLine(message), at: `${file}:${line}:${column}` };
  }
  if (report.verdict === "internal-error") return { seen: firstLine(report.internal ?? ""), at: null };
  const deciding = report.cases.find(({ id }) => id === report.decidingCase);
  return deciding ? ofCase(deciding, said.get(deciding.id) ?? "", report, pack) : null;
}

/** What a test has said that its case has not; empty where that is nothing. */
export function testSaid(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "" && !ENDED_BY_TESTKIT.test(line));
}

function ofCase(
  { reason, verdict, seen, schedule }: CaseResult,
  said: string,
  { cases }: GradingReport,
  pack: ExercisePack,
): WhySo {
  const told = seen?.en ?? "";
  const missing = MISSING_EXPORT.exec(told)?.[1];
  const asked = missing === undefined ? null : askedInVain(missing, pack);
  if (asked !== null) return asked;
  // Explored, an error's line is not always known; on real threads it is.
  const same = cases.map((one) => one.seen?.en ?? "").filter((text) => errorIn(text) === errorIn(told));
  const frame = [told, ...same].map((text) => FRAME.exec(text)).find((found) => found !== null);
  if (frame) return thrownAt(firstLine(told), frame[1] ?? "", frame[2] ?? "", pack);
  const [inTest] = testSaid(said);
  // Of a data race the case itself tells both lines; the test only that there is one.
  const line = (reason === "data-race" ? undefined : inTest) ?? (waitsIn(told) || told || said || verdict);
  const step = schedule?.events.findLast(({ at }) => at !== undefined)?.at;
  return {
    seen: firstLine(line.replace(TEST_PLACE, "").replace(/^(?:Assertion|RunFailed)?Error: /, "")),
    at: step ? `${step.file}:${step.line}` : (TEST_PLACE.exec(said)?.[1] ?? null),
  };
}

/** The error alone: which thread it left differs from case to case. */
const errorIn = (told: string) => firstLine(told).replace(/^In .*?: /, "");

/** Who waits for whom, in one line: the first one alone may only wait for the others to end. */
function waitsIn(told: string): string {
  const lines = told.split("\n");
  return lines.filter((line) => / waits for .*\.$/.test(line)).join(" ");
}

/** An error whose innermost frame may lie in the scenario: then it is not the student who is to look. */
function thrownAt(seen: string, file: string, line: string, { manifest, scenarioFiles }: ExercisePack): WhySo {
  const own = manifest.languages["typescript"]?.files ?? [];
  const isScenario = !own.includes(file) && scenarioFiles.some(({ path }) => path === file);
  if (!isScenario) return { seen, at: `${file}:${line}` };
  return { seen: `${seen} (thrown in the scenario itself)`, at: `scenarios/${file}:${line}` };
}

/** A scenario that asks for a function which the starter doesn't have either has probably mistaken its name. */
function askedInVain(name: string, { starter, scenarioFiles }: ExercisePack): WhySo | null {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  if ((starter["typescript"] ?? []).some(({ text }) => word.test(text))) return null;
  for (const { path, text } of scenarioFiles) {
    const line = text.split("\n").findIndex((one) => one.includes("student") && word.test(one));
    if (line >= 0)
      return {
        seen: `the scenario asks for the function "${name}", which the starter doesn't export either: is it spelt right there?`,
        at: `scenarios/${path}:${line + 1}`,
      };
  }
  return null;
}

function firstLine(text: string): string {
  const [line = ""] = text.trim().split("\n");
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}…` : line;
}
