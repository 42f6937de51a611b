import { connect } from "node:net";

function reach(where) {
  return new Promise((resolve) => {
    const socket = connect(where);
    socket.setTimeout(1000, () => resolve("timeout"));
    socket.on("connect", () => resolve("connected")).on("error", (error) => resolve(error.code));
  });
}

export const attack = async ({ port, abstract }) => ({
  port: await reach({ host: "127.0.0.1", port }),
  abstract: await reach({ path: `\0${abstract}` }),
  metadata: await reach({ host: "169.254.169.254", port: 80 }),
  dns: await reach({ host: "1.1.1.1", port: 53 }),
  v6: await reach({ host: "2606:4700::1", port: 80 }),
});
