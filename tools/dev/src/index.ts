export { type Cluster, ClusterError, freePort, runningDatabaseUrl, startCluster } from "./cluster.ts";
export { dataFolder, repositoryRoot, searchPath } from "./paths.ts";
export { type ProcessGroup, startGroup } from "./process-group.ts";
export { startWatchdog, type Watchdog } from "./watchdog.ts";
