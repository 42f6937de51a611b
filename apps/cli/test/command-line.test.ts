import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lockstep, openOffice, solutionOf } from "./lockstep.ts";

describe("help", () => {
  test.each([{ words: [] }, { words: ["help"] }, { words: ["--help"] }, { words: ["-h"] }])(
    "is printed for $words, and is no failure",
    async ({ words }) => {
      const { code, stdout, stderr } = await lockstep(...words);

      expect(code).toBe(0);
      expect(stderr).toBe("");
      for (const command of ["grade", "verify", "doctor"]) expect(stdout).toContain(`lockstep ${command}`);
      for (const meaning of ["0  accepted", "1  not accepted", "2  the command line", "3  the sandbox", "4  our side"])
        expect(stdout).toContain(meaning);
    },
  );

  test.each(["grade", "verify", "doctor"])("is printed for %s --help", async (command) => {
    const { code, stdout } = await lockstep(command, "--help");

    expect(code).toBe(0);
    expect(stdout).toContain(`lockstep ${command}`);
    expect(stdout).toContain("Exit codes");
    expect(stdout).not.toContain("lockstep get");
  });

  test("of one command is what <command> --help prints", async () => {
    expect((await lockstep("help", "measure")).stdout).toBe((await lockstep("measure", "--help")).stdout);
  });
});

const begin = (slug: string, lesson: string) => ["new-exercise", slug, "--lesson", lesson];
const accepted = solutionOf("accepted/lock-in-finally");

describe("a wrong command line ends with 2 and says what is wrong", () => {
  test.each([
    { what: "an unknown command", words: ["gradee"], says: /no command "gradee"/ },
    { what: "an unknown option", words: ["grade", "--fast"], says: /--fast/ },
    { what: "grade without a path", words: ["grade", "ticket-office"], says: /needs an exercise and a path/ },
    { what: "too much", words: ["grade", "ticket-office", accepted, "x"], says: /needs an exercise and a path/ },
    { what: "an unknown reporter", words: ["grade", "ticket-office", accepted, "--reporter", "xml"], says: /"xml"/ },
    {
      what: "a seed that is no number",
      words: ["grade", "ticket-office", accepted, "--seed", "x"],
      says: /--seed .*"x"/,
    },
    { what: "a repetition of nothing", words: ["verify", "ticket-office", "--repeat", "0"], says: /--repeat .*"0"/ },
    { what: "an option of doctor", words: ["doctor", "--fast"], says: /--fast/ },
    { what: "a new exercise without a name", words: ["new-exercise", "--lesson", "event"], says: /needs one name/ },
    { what: "a name beside all", words: ["verify", "ticket-office", "--all"], says: /--all takes no names/ },
  ])("$what", async ({ words, says }) => {
    const { code, stdout, stderr } = await lockstep(...words);

    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(says);
    expect(stderr).toContain("pnpm lockstep help");
  });

  test.each([
    { what: "an unknown exercise", words: ["grade", "ticket-offic", accepted], says: /There are: .*ticket-office/ },
    { what: "an unknown exercise to prove", words: ["verify", "nothing"], says: /There are: .*ticket-office/ },
    {
      what: "a path that climbs out",
      words: ["verify", "../exercises/ticket-office"],
      says: /There are: .*ticket-office/,
    },
    { what: "a new exercise that is there", words: begin("ticket-office", "event"), says: /ticket-office already/ },
    { what: "a new exercise that climbs out", words: begin("../other", "event"), says: /"\.\.\/other" is no name/ },
    {
      what: "an unknown lesson",
      words: begin("other", "lock"),
      says: /no lesson "lock"\. There are: .*mutual-exclusion/,
    },
    { what: "a new exercise without a lesson", words: ["new-exercise", "other"], says: /--lesson <slug>\. There are:/ },
    {
      what: "a path that is not there",
      words: ["grade", "ticket-office", "/nowhere"],
      says: /\/nowhere can't be read/,
    },
  ])("$what, with which help on the command would not help", async ({ words, says }) => {
    const { code, stdout, stderr } = await lockstep(...words);

    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain("pnpm lockstep help");
  });

  test("a folder without any file of a submission", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lockstep-cli-test-"));
    const { code, stderr } = await lockstep("grade", "ticket-office", folder);
    rmSync(folder, { recursive: true });

    expect(code).toBe(2);
    expect(stderr).toMatch(/no \.ts or \.py file/);
  });

  test("a file that is too large", async () => {
    using office = openOffice(`// ${"x".repeat(70_000)}`);
    const { code, stderr } = await lockstep("grade", "ticket-office", office.path);

    expect(code).toBe(2);
    expect(stderr).toMatch(/larger than 64 KiB/);
  });
});
