// What exercises need: a worker, shared memory, a blocking wait, a child process, a loopback socket, a signal, a timer.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Worker } from "node:worker_threads";

export async function attack(n) {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  const body = `const { workerData: c } = require("worker_threads"); Atomics.wait(c, 0, 0); Atomics.add(c, 1, 41); Atomics.notify(c, 1)`;
  const worker = new Worker(body, { eval: true, workerData: cells });
  await once(worker, "online");
  Atomics.store(cells, 0, 1);
  Atomics.notify(cells, 0);
  await once(worker, "exit");
  const script = "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log(1)";
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  const server = createServer((socket) => socket.end("hi")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const [data] = await once(connect(server.address().port, "127.0.0.1"), "data");
  server.close();
  return { n: n + cells[1], code, socket: data.toString() };
}
