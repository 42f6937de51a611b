// Links, hard links, devices, FIFOs, huge files, and writes to every place that is not the box's own.
import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, linkSync, openSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";

const attempt = (act) => {
  try {
    return act() ?? "done";
  } catch (error) {
    return error.code ?? "refused";
  }
};
const write = (path) => attempt(() => writeFileSync(path, "x"));

export const attack = () => ({
  own: write("/box/own"),
  link: attempt(() => (symlinkSync("/etc/shadow", "/box/result"), readlinkSync("/box/result") && "done")),
  hardLinkOut: attempt(() => linkSync("/etc/passwd", "/box/hard")),
  device: attempt(() => (execFileSync("mknod", ["/box/device", "b", "8", "0"], { stdio: "ignore" }), "done")),
  fifo: attempt(() => (execFileSync("mkfifo", ["/box/fifo"], { stdio: "ignore" }), "done")),
  terabyte: attempt(() => {
    const descriptor = openSync("/box/huge", "w");
    try {
      ftruncateSync(descriptor, 2 ** 40);
    } finally {
      closeSync(descriptor);
    }
  }),
  usr: write("/usr/x"),
  boot: write("/opt/boot/supervisor.mjs"),
  opt: write("/opt/x"),
  root: write("/x"),
  dev: write("/dev/x"),
  etc: write("/etc/passwd"),
  proc: write("/proc/x"),
});
