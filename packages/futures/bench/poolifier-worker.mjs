/** The worker of one peer, which wants a file of its own. */
import { createRequire } from "node:module";

const fromPeers = createRequire(new URL("./peers/package.json", import.meta.url));
const { ThreadWorker } = fromPeers("poolifier");
// oxlint-disable-next-line import/no-default-export -- that is how it wants it
export default new ThreadWorker(() => 0);
