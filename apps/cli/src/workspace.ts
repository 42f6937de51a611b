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

/** @throws {UsageError} when `get` did not make the folder. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  try {
    return { ...workspaceNote.parse(JSON.parse(await readFile(join(folder, NOTE), "utf8"))), folder: resolve(folder) };
  } catch {
    throw new UsageError(
      `${folder} has no ${NOTE}. Make the folder with \`pnpm lockstep get <exercise>\`, or go into it.`,
    );
  }
}
