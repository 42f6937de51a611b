// Which descriptors are open, apart from the interpreter's own (event queues and pipes without a name are no files of ours).
import { fstatSync } from "node:fs";

export function attack() {
  const open = [];
  for (let descriptor = 0; descriptor < 256; descriptor++) {
    try {
      const { dev, ino, size, mode } = fstatSync(descriptor);
      open.push({ descriptor, kind: mode & 0o170000, dev, ino, size });
    } catch {
      // closed
    }
  }
  return open;
}
