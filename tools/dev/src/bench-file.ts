// Runs one benchmark in a process of its own: `bench-file.ts <file> <output>`. Its rows go into the output file as JSON.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Bench } from "./bench-row.ts";

const [file = "", output = ""] = process.argv.slice(2);
const { bench }: { readonly bench?: Bench } = await import(pathToFileURL(file).href);
if (!bench) throw new TypeError(`${file} exports no function bench.`);
writeFileSync(output, JSON.stringify(await bench()));
process.exit(0); // a peer may have left workers
