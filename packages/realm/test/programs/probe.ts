/** Runs student modules in a locked realm of a process of its own: argument: JSON list of module texts; prints what each answers. */
import * as memory from "@lockstep/memory";
import * as sync from "@lockstep/sync";
import * as threading from "@lockstep/threading";
import { CompartmentHost, hardened, lockRealm } from "../../src/index.ts";

lockRealm();
const packages = new Map<string, unknown>([
  ["@lockstep/memory", hardened({ ...memory })],
  ["@lockstep/sync", hardened({ ...sync })],
  ["@lockstep/threading", hardened({ ...threading })],
]);

const codes: string[] = JSON.parse(process.argv[2] ?? "[]");
const answers = codes.map((code) => {
  const host = new CompartmentHost({
    student: { name: "student", code },
    trusted: null,
    packages,
    trustedPackages: new Map([["secret", { key: 1 }]]),
    globals: {},
    evaluateTrusted: () => () => undefined,
  });
  const call = (name: string) => host.find({ module: "student", name, source: "" })();
  try {
    const first = call("answer");
    host.reset(false);
    return { value: first, afterReset: call("answer") };
  } catch (error) {
    return {
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      sameErrors: error instanceof Error,
    };
  }
});
process.stdout.write(JSON.stringify(answers));
