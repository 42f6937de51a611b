export { type Auth, createAuth, PASSWORD_LENGTH_MIN, type SignedIn } from "./create-auth.ts";
export { readLimited, withBody } from "./limited-body.ts";
export { RateLimit, type RateLimitOptions } from "./rate-limit.ts";
export { CLIENT_ADDRESS_HEADER, NAME_LENGTH_MAX } from "./request-rules.ts";
export { demoAccounts, seedDemoAccounts } from "./demo-accounts.ts";
