import { failureOf, type Viewer } from "@lockstep/api";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { redirect } from "#web/i18n/navigation.ts";
import { api } from "#web/server/api.ts";
import { webLog } from "#web/server/services.ts";
import { headers } from "next/headers";

/**
 * Who is signed in, or null. Null too while the database does not answer: lessons can be read without it, and every
 * procedure that needs a viewer asks for itself.
 */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  await headers();
  try {
    return await (await api()).public.viewer();
  } catch (error) {
    webLog().failed("Finding out who is signed in", failureOf(error));
    return null;
  }
});

/** Who is signed in; others are sent to the sign-in page, and come back to `from` afterwards. */
export async function requireViewer(from: string): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer !== null) return viewer;
  return redirect({ href: { pathname: "/sign-in", query: { from } }, locale: await getLocale() });
}
