// Looks for what is the runner's: files, environments of processes, sockets.
import { readdirSync, readFileSync, statSync } from "node:fs";

const quiet = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

export function attack({ canary, paths }) {
  const seen = [
    "/etc/shadow",
    "/root",
    "/home",
    "/run",
    "/sys",
    "/var",
    "/srv",
    "/proc/1",
    "/var/run/docker.sock",
    ...paths,
  ].filter((path) => quiet(() => statSync(path) !== undefined, false));
  const pids = quiet(() => readdirSync("/proc"), []).filter((name) => /^\d+$/.test(name));
  const texts = [...pids, "self"].flatMap((pid) =>
    ["environ", "cmdline", "mountinfo"].map((file) => quiet(() => readFileSync(`/proc/${pid}/${file}`, "latin1"), "")),
  );
  texts.push(JSON.stringify(process.env));
  return { seen, pids: pids.length, canary: texts.join("").includes(canary) };
}
