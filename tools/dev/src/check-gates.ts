// `pnpm check:gates [gate …]`: plants mistakes, one at a time, in a throw-away copy of the checkout, and looks whether the gate
// that must catch it does, and names it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gates } from "./gates/index.ts";
import { type PlantedFault, plantedFaults } from "./planted-faults.ts";
import { openThrowAwayCheckout, type ThrowAwayCheckout } from "./throw-away-checkout.ts";

/** Plants a fault, runs its gate as somebody would type it, and takes it away again. Null where it was caught. */
function tryFault(checkout: ThrowAwayCheckout, { gate, plant, says }: PlantedFault): string | null {
  try {
    plant(checkout);
    const [name, ...rest] = gate.split(" ");
    const command = name === "lockstep" ? ["apps/cli/src/main.ts", ...rest] : ["tools/dev/src/check.ts", gate];
    const options = { cwd: checkout.root, encoding: "utf8", maxBuffer: 64 * 2 ** 20 } as const;
    const { status, stdout, stderr, error } = spawnSync(process.execPath, command, options);
    const said = `${stdout}${stderr}${error?.message ?? ""}`;
    return status !== 0 && says.test(said) ? null : `code ${status}\n${said}`;
  } finally {
    checkout.restore();
  }
}

const asked = process.argv.slice(2).filter((word) => word !== "--");
const names = [...new Set(plantedFaults.map(({ gate }) => gate))];
const unknown = asked.filter((name) => !names.includes(name));
const untried = gates.filter(({ name }) => !names.includes(name));
if (unknown.length > 0 || untried.length > 0) {
  if (unknown.length > 0)
    console.error(`No fault is planted for "${unknown.join('", "')}". Gates: ${names.join(", ")}`);
  for (const { name } of untried)
    console.error(`The gate ${name} has no planted fault in ${join("tools/dev/src", "planted-faults.ts")}.`);
  process.exit(2);
}

using checkout = openThrowAwayCheckout();
const chosen = plantedFaults.filter(({ gate }) => asked.length === 0 || asked.includes(gate));
const width = Math.max(...chosen.map(({ fault }) => fault.length));
let missed = 0;
for (const planted of chosen) {
  const said = tryFault(checkout, planted);
  console.log(`${planted.fault.padEnd(width)}  →  ${planted.gate.padEnd(16)}  ${said === null ? "caught" : "MISSED"}`);
  if (said === null) continue;
  missed++;
  console.log(said.replaceAll(/^/gm, "        "));
}
const count = chosen.length;
console.log(
  missed === 0 ? `All ${count} planted faults were caught.` : `${missed} of ${count} planted faults were missed.`,
);
process.exitCode = missed === 0 ? 0 : 1;
