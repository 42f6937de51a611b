import { Client } from "pg";

/** Why the database of DATABASE_URL can't be used, with the next step; undefined where it answers. Its password is not told. */
export async function whyNotReachable(url: string): Promise<string | undefined> {
  let place = "?";
  try {
    const { host, pathname } = new URL(url);
    place = `${host}${pathname}`;
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on("error", () => {});
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    const because = error instanceof Error ? error.message || error.name : String(error);
    return `The database of DATABASE_URL (${place}) does not answer: ${because}\nStart it, correct DATABASE_URL, or unset it to use the Postgres that comes with the packages.`;
  }
}
