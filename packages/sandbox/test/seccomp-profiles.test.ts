import { describe, expect, it } from "vitest";
import { filterNeeds, seccompFilter } from "../src/seccomp.ts";
import { answerOf } from "./filter-machine.ts";

/** Calls decided by their arguments, and the arguments that must be tried for each. */
const NUMBERS = {
  x64: { clone: 56, socket: 41, socketpair: 53, prctl: 157, fcntl: 72, kill: 62 },
  arm64: { clone: 220, socket: 198, socketpair: 199, prctl: 167, fcntl: 25, kill: 129 },
} as const;
type Checked = keyof (typeof NUMBERS)["x64"];

const SIGCHLD = 17;
const TRIED: Readonly<Record<Checked, readonly (readonly number[])[]>> = {
  clone: [[SIGCHLD], [0x0001_0000], [0x1000_0000]],
  socket: [1, 2, 10, 16, 17, 38, 40].map((family) => [family, 1]),
  socketpair: [1, 2, 10].map((family) => [family, 1]),
  prctl: Array.from({ length: 80 }, (_, option) => [option]),
  fcntl: [
    ...Array.from({ length: 1100 }, (_, command) => [0, command, 0]),
    [0, 4, 0x800], // F_SETFL O_NONBLOCK
    [0, 4, 0x2800], // F_SETFL O_NONBLOCK | O_ASYNC
  ],
  kill: Array.from({ length: 65 }, (_, signal) => [1, signal]),
};

/** Everything the filter lets through, as `number` or `name(arguments)`. */
function allowed(needs: readonly string[], arch: "x64" | "arm64"): Set<string> {
  const filter = seccompFilter(filterNeeds(needs), arch);
  const found = new Set<string>();
  const checked: ReadonlyMap<number, string> = new Map(Object.entries(NUMBERS[arch]).map(([name, at]) => [at, name]));
  for (let number = 0; number < 600; number++)
    if (!checked.has(number) && answerOf(filter, { arch, number, args: [] }) === "allow") found.add(String(number));
  for (const [name, tries] of Object.entries(TRIED))
    for (const args of tries) {
      const number = [...checked].find(([, known]) => known === name)?.[0] ?? -1;
      if (answerOf(filter, { arch, number, args }) === "allow") found.add(`${name}(${args.join(", ")})`);
    }
  return found;
}

const sorted = (...calls: readonly string[]) => calls.toSorted();

const SIGNALS = {
  x64: ["200", "129", "297", "424"], // tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal
  arm64: ["130", "138", "240", "424"],
} as const;

describe.each(["x64", "arm64"] as const)("a profile for %s", (arch) => {
  const narrowest = allowed([], arch);
  const added = (need: string) => [...allowed([need], arch)].filter((call) => !narrowest.has(call)).toSorted();

  it("takes nothing away", () => {
    for (const need of ["processes", "sockets", "signals"]) {
      const wider = allowed([need], arch);
      expect([...narrowest].filter((call) => !wider.has(call))).toEqual([]);
    }
  });

  it("of processes adds making children, a pair of sockets, adopting orphans and ending them", () => {
    const forks = arch === "x64" ? ["57", "58"] : []; // fork, vfork
    expect(added("processes")).toEqual(
      sorted(...forks, `clone(${SIGCHLD})`, "socketpair(1, 1)", "prctl(36)", "kill(1, 0)", "kill(1, 9)", "kill(1, 15)"),
    );
  });

  it("of sockets adds plain sockets", () => {
    expect(added("sockets")).toEqual(sorted("socket(1, 1)", "socket(2, 1)", "socket(10, 1)", "socketpair(1, 1)"));
  });

  it("of signals adds sending any, and descriptors that send one", () => {
    const kills = Array.from({ length: 65 }, (_, signal) => `kill(1, ${signal})`);
    const descriptors = ["fcntl(0, 8, 0)", "fcntl(0, 10, 0)", "fcntl(0, 15, 0)", "fcntl(0, 4, 10240)"];
    expect(added("signals")).toEqual(sorted(...SIGNALS[arch], ...kills, ...descriptors));
  });

  it("of all three adds what each adds, and no more", () => {
    const all = [...allowed(["processes", "sockets", "signals"], arch)].filter((call) => !narrowest.has(call));
    const each = new Set(["processes", "sockets", "signals"].flatMap(added));
    expect(all.toSorted()).toEqual([...each].toSorted());
  });

  it("is the narrowest for a word it doesn't know", () => {
    expect(allowed(["root", "Processes"], arch)).toEqual(narrowest);
  });
});
