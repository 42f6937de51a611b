/** A submission that the machine is too busy for is graded again so often; with the pauses it is settled within a minute. */
export const MEASURED_AGAIN_MAX = 4;
export const MEASURED_AGAIN_AFTER_MS = 3000;
