// One client in a process of its own: says "ready", runs on the word "go", tells the sum, and lives until its input ends.
import { once } from "node:events";
import { clients } from "./clients.ts";

const [name = "", port = "", n = "", bound = ""] = process.argv.slice(2);
const client = clients[name];
if (!client) throw new Error(`There is no client "${name}".`);
process.stdout.write("ready\n");
await once(process.stdin, "data");
const sum = await client.run({ port: Number(port), n: Number(n), bound: Number(bound) }).catch(String);
process.stdout.write(`${sum}\n`);
await once(process.stdin.resume(), "end");
process.exit(0);
