export { CompartmentHost, type HostOptions, type ModuleText } from "./compartment-host.ts";
export { evaluateConfined } from "./confined.ts";
export { type DescribedError, Positions } from "./describe-error.ts";
export { hardened, lockRealm } from "./lockdown.ts";
export { type PackageTable, scenarioPackages, studentPackages, tameErrors } from "./packages.ts";
export { NotPlainError, plainCopy } from "./plain-copy.ts";
export { RefusedModuleError } from "./refusal.ts";
export { type StudentConsole, studentConsole } from "./student-console.ts";
