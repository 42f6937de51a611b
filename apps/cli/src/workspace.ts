import { slug } from "@lockstep/contracts";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { UsageError } from "./exit-code.ts";

/** What `get` notes in the folder that it makes. */
export const workspaceNote = z.strictObject({ exercise: slug, version: z.string() });
export type WorkspaceNote = z.infer<typeof workspaceNote>;
export const NOTE = "lockstep.json";

/** A folder in which somebody works on an exercise with an editor of their own. */
export interface Workspace extends WorkspaceNote {
  readonly folder: string;
}

/** @throws {UsageError} when `get` did not make the folder, or its note is another one by now. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  const whole = resolve(folder);
  const text = await readFile(join(whole, NOTE), "utf8").catch(() => null);
  if (text === null)
    throw new UsageError(
      `${whole} has no ${NOTE}. Make the folder with \`pnpm lockstep get <exercise>\`, or go into it.`,
    );
  const note = noteIn(text);
  if (note === null)
    throw new UsageError(
      `${join(whole, NOTE)} does not say an exercise and its version. \`pnpm lockstep get <exercise> --into ${whole}\` writes it anew, and leaves your code as it is.`,
    );
  return { ...note, folder: whole };
}

function noteIn(text: string): WorkspaceNote | null {
  try {
    return workspaceNote.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
