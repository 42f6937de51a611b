/** One part of the wall. */
export type LayerName = "bubblewrap" | "user-namespaces" | "seccomp" | "cgroup" | "pinning" | "node";

/**
 * What one layer of the sandbox does on this machine. `missing`: no box can be had without it · `degraded`: boxes work,
 * and `detail` says what is weaker.
 */
export interface LayerReport {
  readonly layer: LayerName;
  readonly state: "ok" | "missing" | "degraded";
  readonly detail: string;
  /** What to do about it, with the line to type; null where nothing is to be done. */
  readonly fix: string | null;
}
