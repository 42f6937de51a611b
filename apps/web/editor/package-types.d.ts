/** Made by `scripts/package-types.ts`: address in the editor's file system → declaration file. */
declare module "lockstep:package-types" {
  const types: Record<string, string>;
  export default types;
}
