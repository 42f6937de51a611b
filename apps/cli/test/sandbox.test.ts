import { openMachineWithoutBubblewrap } from "@lockstep/dev/machine-without-bubblewrap";
import { describe, expect, test } from "vitest";
import { lockstep, lockstepOn, openOffice, solutionOf } from "./lockstep.ts";

test("doctor names every layer, and ends with 0 where submissions can be graded", async () => {
  const { code, stdout } = await lockstep("doctor");

  expect(code).toBe(0);
  expect(stdout).not.toContain("✗");
  for (const layer of ["bubblewrap", "user-namespaces", "seccomp", "cgroup", "pinning", "node"])
    expect(stdout).toMatch(new RegExp(`^[✓~] ${layer} +\\S`, "m"));
});

describe("without bubblewrap", () => {
  test("doctor says what is missing and what to do, and ends with 3", async () => {
    using machine = openMachineWithoutBubblewrap();
    const { code, stdout } = await lockstepOn(machine.command, ["doctor"]);

    expect(code).toBe(3);
    expect(stdout).toMatch(/^✗ bubblewrap +bubblewrap is not installed\n +do: .*install.*bubblewrap/m);
    expect(stdout).toContain("Nothing is run without a sandbox.");
  });

  test.each([
    { command: "grade, pretty,", words: ["grade", "ticket-office"] },
    { command: "grade, as JSON,", words: ["grade", "ticket-office", "--reporter", "json"] },
  ])("$command says why and what to do, ends with 3, and runs nothing", async ({ words }) => {
    using machine = openMachineWithoutBubblewrap();
    using office = openOffice('console.log("executed"); export function visit() { return false; }');
    const { code, stdout, stderr } = await lockstepOn(machine.command, [...words, office.path]);

    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(/^The sandbox is not available: bubblewrap is not installed\n.*install.*bubblewrap/);
  });

  test("verify says why and what to do, ends with 3, and proves nothing", async () => {
    using machine = openMachineWithoutBubblewrap();
    const { code, stdout, stderr } = await lockstepOn(machine.command, ["verify", "ticket-office", "--json"]);

    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(/^The sandbox is not available: bubblewrap is not installed\n.*install.*bubblewrap/);
  });

  test("grade works as soon as it is installed", async () => {
    using machine = openMachineWithoutBubblewrap();
    machine.install();
    const words = ["grade", "ticket-office", solutionOf("accepted/lock-in-finally"), "--run"];
    const { code, stdout } = await lockstepOn(machine.command, words);

    expect(stdout).toMatch(/^accepted {2}/m);
    expect(code).toBe(0);
  });
});
