import { expect, test } from "vitest";
import { lockFile } from "../../src/gates/lock-file.ts";
import { openCheckout } from "./checkout.ts";

const lock = (zod: string) => `lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      typescript:
        specifier: 7.0.2
        version: 7.0.2

  exercises: {}

  packages/ui:
    dependencies:
      '@lockstep/env':
        specifier: workspace:*
        version: link:../env
      zod:
        specifier: ${zod}
        version: 4.6.7

packages:

  zod@4.6.7:
    resolution: {integrity: sha512-x}
`;
const files = {
  "package.json": { devDependencies: { typescript: "7.0.2" } },
  "exercises/package.json": { name: "@lockstep/exercises" },
  "packages/ui/package.json": { name: "@lockstep/ui", dependencies: { "@lockstep/env": "workspace:*", zod: "^4.6.7" } },
  "pnpm-lock.yaml": lock("^4.6.7"),
};

test("lets a lock file pass that fits", () => {
  using checkout = openCheckout(files);

  expect(lockFile.run(checkout.path)).toBe("");
});

test.each([
  {
    fault: "an older range",
    over: { "pnpm-lock.yaml": lock("^4.0.0") },
    says: "packages/ui/package.json asks for ^4.6.7, the lock file ^4.0.0 of zod. Type: npx -y pnpm@12 install",
  },
  {
    fault: "a dependency that is no more",
    over: { "package.json": {} },
    says: "package.json asks for nothing, the lock file 7.0.2 of typescript. Type: npx -y pnpm@12 install",
  },
  {
    fault: "a dependency that is new",
    over: { "exercises/package.json": { dependencies: { vitest: "5.1.1" } } },
    says: "exercises/package.json asks for 5.1.1, the lock file nothing of vitest. Type: npx -y pnpm@12 install",
  },
  {
    fault: "a host",
    over: {
      "pnpm-lock.yaml": lock("^4.6.7").replace("integrity", "tarball: https://registry.example/zod.tgz, integrity"),
    },
    says: "names the address of a registry",
  },
  { fault: "a registry", over: { ".npmrc": "registry=http://localhost:4873" }, says: ".npmrc names the address" },
])("finds $fault", ({ over, says }) => {
  using checkout = openCheckout({ ...files, ...over });

  expect(lockFile.run(checkout.path)).toContain(says);
});
