export { type Place, RefusedError } from "./refused.ts";
export { transform, type Transformed, type TransformOptions } from "./transform.ts";
