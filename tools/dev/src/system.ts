import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What only the operating system can supply, by the name of Debian's package. */
export type SystemPackage = "bubblewrap" | "chromium";

/** Whether it is there, and if not, why not and what to type. */
export type SystemPackageState =
  | { readonly name: SystemPackage; readonly state: "present" | "installed" }
  | { readonly name: SystemPackage; readonly state: "missing"; readonly because: string; readonly fix: string };

const programs: Readonly<Record<SystemPackage, readonly string[]>> = {
  bubblewrap: ["bwrap"],
  chromium: ["chromium", "chromium-browser"],
};

/** What does not work without it, as a sentence. */
const neededFor: Readonly<Record<SystemPackage, string>> = {
  bubblewrap: "Without it no submission can be graded: nothing is ever run outside a sandbox.",
  chromium: "Without it the tests in the browser fail.",
};

/** What of this machine decides how a package is installed. */
export interface SystemFacts {
  readonly platform: NodeJS.Platform;
  /** Undefined where the system has none. */
  readonly uid: number | undefined;
  /** Debian or Ubuntu, with its package manager. */
  readonly hasAptGet: boolean;
  /** Text of /etc/os-release; empty where there is none. */
  readonly osRelease: string;
}

function readFacts(): SystemFacts {
  return {
    platform: process.platform,
    uid: process.getuid?.(),
    hasAptGet: existsSync("/etc/debian_version") && isExecutable("/usr/bin/apt-get"),
    osRelease: existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "",
  };
}

/**
 * Looks for the packages and, as root on Debian or Ubuntu, installs what is missing, saying so on standard output. Never
 * throws: what is missing is in the answer.
 */
export function ensureSystemPackages(names: readonly SystemPackage[]): readonly SystemPackageState[] {
  const missing = names.filter((name) => !isPresent(name));
  const facts = readFacts();
  const failure = missing.length > 0 ? (whyNotOurselves(facts) ?? install(missing)) : "";
  return names.map((name) => {
    if (!missing.includes(name)) return { name, state: "present" };
    if (failure === "" && isPresent(name)) return { name, state: "installed" };
    const because = failure || "it was installed and can't be found";
    return { name, state: "missing", because, fix: lineToType(name, facts) };
  });
}

/** Why we can't install a package here ourselves; null where we can. */
export function whyNotOurselves({ hasAptGet, uid }: SystemFacts): string | null {
  if (!hasAptGet) return "this is not Debian or Ubuntu";
  return uid === 0 ? null : "only root may install it";
}

/** What somebody has to type to install a package. */
export function lineToType(name: SystemPackage, { platform, osRelease }: SystemFacts): string {
  if (platform === "darwin") return "On macOS use a Linux machine or container: the sandbox is made of Linux parts.";
  if (/^ID(?:_LIKE)?=.*(?:fedora|rhel)/m.test(osRelease)) return `sudo dnf install -y ${name}`;
  if (/^ID(?:_LIKE)?=.*arch/m.test(osRelease)) return `sudo pacman -S --needed ${name}`;
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${name}`;
}

/** Says what is missing, why, what does not work without it, and what to type; empty where all is there. */
export function missingText(states: readonly SystemPackageState[]): string {
  return states
    .flatMap((found) =>
      found.state === "missing"
        ? [`${found.name} is missing: ${found.because}. ${neededFor[found.name]}\n  Type:  ${found.fix}\n`]
        : [],
    )
    .join("");
}

function isPresent(name: SystemPackage): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return programs[name].some((program) => folders.some((folder) => isExecutable(join(folder, program))));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Empty when it worked; otherwise why not. */
function install(names: readonly SystemPackage[]): string {
  console.log(`Installing ${names.join(" and ")} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...names]]) {
    const done = spawnSync("apt-get", ["-q", ...args], { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    if (done.status !== 0 && args[0] !== "update") {
      const said = `${done.stderr ?? ""}${done.error?.message ?? ""}`.trim().split("\n").slice(-3).join(" ");
      return `apt-get failed: ${said || `exit code ${done.status}`}`;
    }
  }
  return "";
}
