/**
 * Runs student modules in a locked realm of a process of its own: takes a JSON list of module texts a line, prints a line
 * with what each answers. The trusted module "ours" hands its object to the student's `answer`.
 */
import {
  CompartmentHost,
  lockRealm,
  plainCopy,
  Positions,
  scenarioPackages,
  studentPackages,
} from "../../src/index.ts";
import { createInterface } from "node:readline";

lockRealm();
const packages = studentPackages();
const trustedPackages = scenarioPackages(new Map([["secret", { key: 1 }]]));
const trusted = {
  name: "ours",
  code: `
    const { struct, i32 } = require("@lockstep/memory");
    exports.Hidden = struct("Hidden", { sold: i32 });
    exports.hidden = new exports.Hidden({ sold: 5 });
    exports.desk = Object.freeze({ call: (f) => f(), fail() { throw new RangeError("no paper"); } });
  `,
};

function answerOf(code: string) {
  const positions = new Positions();
  positions.add("student", code);
  positions.add("ours", trusted.code);
  const host = new CompartmentHost({
    student: { name: "student", code },
    trusted,
    packages,
    trustedPackages,
    globals: {},
  });
  const call = () => {
    host.reset(false);
    const ours = host.load("ours");
    const value = plainCopy(host.find({ module: "student", name: "answer", source: "" })(ours["desk"]));
    return { value, sold: Reflect.get(Object(ours["hidden"]), "sold") };
  };
  try {
    const { value, sold } = call();
    return { value, sold, afterReset: call().value };
  } catch (error) {
    const { name, message, modules } = positions.describe(error);
    return { error: `${name}: ${message}`, isOurs: error instanceof Error, modules };
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const codes: string[] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(codes.map(answerOf))}\n`);
});
