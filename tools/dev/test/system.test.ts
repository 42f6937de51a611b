import { describe, expect, test } from "vitest";
import { ensureSystemPackages, lineToType, missingText, type SystemFacts, whyNotOurselves } from "../src/system.ts";

const debian: SystemFacts = { platform: "linux", uid: 0, hasAptGet: true, osRelease: 'ID=debian\nVERSION_ID="12"\n' };
const aptLine = "sudo apt-get update && sudo apt-get install -y --no-install-recommends bubblewrap";

describe("a missing package", () => {
  test("is installed by us as root on Debian", () => {
    expect(whyNotOurselves(debian)).toBeNull();
  });

  test.each([
    { where: "for an ordinary user", facts: { ...debian, uid: 1000 }, because: /only root/ },
    { where: "where there are no users", facts: { ...debian, uid: undefined }, because: /only root/ },
    { where: "where apt can't be used", facts: { ...debian, hasAptGet: false }, because: /not Debian or Ubuntu/ },
  ])("is not installed by us $where", ({ facts, because }) => {
    expect(whyNotOurselves(facts)).toMatch(because);
  });

  test.each([
    { system: "Debian", osRelease: debian.osRelease, line: aptLine },
    { system: "Ubuntu", osRelease: "ID=ubuntu\nID_LIKE=debian\n", line: aptLine },
    { system: "Fedora", osRelease: "ID=fedora\n", line: "sudo dnf install -y bubblewrap" },
    {
      system: "Rocky",
      osRelease: 'ID="rocky"\nID_LIKE="rhel centos fedora"\n',
      line: "sudo dnf install -y bubblewrap",
    },
    { system: "Manjaro", osRelease: "ID=manjaro\nID_LIKE=arch\n", line: "sudo pacman -S --needed bubblewrap" },
  ])("needs one line to be typed on $system", ({ osRelease, line }) => {
    expect(lineToType("bubblewrap", { ...debian, osRelease })).toBe(line);
  });

  test("is told with why, with what does not work, and with the line", () => {
    const text = missingText([
      { name: "chromium", state: "present" },
      { name: "bubblewrap", state: "missing", because: "only root may install it", fix: aptLine },
    ]);

    expect(text).toMatch(/^bubblewrap is missing: only root may install it\. .*nothing is ever run outside a sandbox/);
    expect(text).toContain(`Type:  ${aptLine}\n`);
    expect(text).not.toContain("chromium");
  });
});

test("a package that is there is left alone", () => {
  expect(ensureSystemPackages(["bubblewrap"])).toEqual([{ name: "bubblewrap", state: "present" }]);
  expect(missingText([{ name: "bubblewrap", state: "present" }])).toBe("");
});
