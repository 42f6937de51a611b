import type { Viewer } from "#web/chrome/site-header.tsx";

/** Who is signed in, or null. */
export async function currentViewer(): Promise<Viewer | null> {
  return null;
}
