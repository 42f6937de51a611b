/** Where the tests' database is; `with-db` says it. */
export const databaseUrl = process.env["DATABASE_URL"] ?? "";
