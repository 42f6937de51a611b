/** Where jobs wait. */
export const GRADING_QUEUE = "grading";
/** Where jobs go that failed too often. */
export const DEAD_LETTER_QUEUE = "grading-dead";

/** The schema in which pg-boss keeps its tables. */
export const QUEUE_SCHEMA = "pgboss";

/**
 * pg-boss' own words, in seconds. A killed runner's job comes back after `heartbeatSeconds` and at most one round of the
 * monitor: about 15 s.
 */
export const gradingQueueSettings = {
  deadLetter: DEAD_LETTER_QUEUE,
  notify: true,
  heartbeatSeconds: 10, // the least that is allowed
  expireInSeconds: 600,
  retryLimit: 3,
  retryDelay: 1,
  retentionSeconds: 14 * 86_400,
} as const;

export const instanceSettings = {
  schema: QUEUE_SCHEMA,
  useListenNotify: true,
  superviseIntervalSeconds: 5,
  monitorIntervalSeconds: 5,
  maintenanceIntervalSeconds: 60,
  schedule: false,
} as const;

/**
 * A job that the monitor gives back is announced to nobody, and on a queue with notifications pg-boss polls only every
 * 30 s unless told otherwise. The second must not be below the first.
 */
export const pollingSettings = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 } as const;

/** So long a transaction that holds a lease may say nothing, in milliseconds. Half of what the lease itself outlives. */
export const LEASED_IDLE_MS_MAX = gradingQueueSettings.heartbeatSeconds * 500;

/** So often a job that is given back goes before all others. */
export const GIVEN_BACK_AHEAD_MAX = 2;
/** The longest that a job waits which is given back again and again: 0, 1, 3, 7 … s. */
export const GIVEN_BACK_SECONDS_MAX = 30;
