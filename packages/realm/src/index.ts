export { CompartmentHost, type ModuleText, RefusedModuleError } from "./compartment-host.ts";
export { type DescribedError, Positions } from "./describe-error.ts";
export { hardened, lockRealm } from "./lockdown.ts";
export { NotPlainError, plainCopy } from "./plain-copy.ts";
export { studentConsole } from "./student-console.ts";
