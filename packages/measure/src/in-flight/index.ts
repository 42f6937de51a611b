/** Waits of real sockets, seen from the side that answers; needs Node, unlike the claims on them. */
export { type FlightFigures, FlightLog } from "./flight-log.ts";
export { runDelayMs } from "./run-delay.ts";
export { type Questions, type ServedRound, WaitingServer } from "./waiting-server.ts";
