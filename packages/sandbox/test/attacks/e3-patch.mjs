// Patches what the boot program may use to make and send its answer.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

export function attack() {
  JSON.stringify = () => '{"nonce":"?","observation":42}';
  fs.writeSync = () => 0;
  Object.prototype.toJSON = () => 42;
  Object.prototype.verdict = "accepted";
  syncBuiltinESMExports();
  return { wrong: 1 };
}
