export { type Auth, createAuth, PASSWORD_LENGTH_MIN, type SignedIn } from "./create-auth.ts";
export { demoAccounts, seedDemoAccounts } from "./demo-accounts.ts";
