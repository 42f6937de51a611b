// Leaves its core, makes namespaces, mounts: by the system's own tools.
import { execFileSync } from "node:child_process";

const tools = {
  core: ["taskset", "-c", "-p", "0-1023", "1"],
  ownCore: ["sh", "-c", "taskset -c 0-1023 true"],
  namespace: ["unshare", "--user", "true"],
  priority: ["chrt", "--batch", "0", "true"],
};

export const attack = () =>
  Object.fromEntries(
    Object.entries(tools).map(([name, [file, ...args]]) => {
      try {
        execFileSync(file, args, { stdio: "ignore" });
        return [name, "done"];
      } catch {
        return [name, "refused"];
      }
    }),
  );
