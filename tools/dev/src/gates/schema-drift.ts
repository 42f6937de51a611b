import { join } from "node:path";
import { type Gate, runCommand } from "./gate.ts";

/** Compares the Prisma schema with what the migrations make of an empty database. */
export const schemaDrift: Gate = {
  name: "schema-drift",
  keepsOut: "a Prisma schema that the migrations don't lead to",
  run: (root) => {
    const diff = ["prisma", "migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema"];
    const args = ["--throw-away", "--", ...diff, "prisma/schema.prisma", "--exit-code"];
    const said = runCommand(join(root, "packages/db"), "with-db", args);
    return said && `prisma/schema.prisma and prisma/migrations differ. Make a migration.\n${said}`;
  },
};
