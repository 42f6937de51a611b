import { failureOf } from "@lockstep/api";
import type { SnippetProps } from "@lockstep/lessons/components";
import { readProgram, readRecordedOutput } from "@lockstep/lessons/programs";
import { SourceText } from "#web/markdown/markdown.tsx";
import { api } from "#web/server/api.ts";
import { webLog } from "#web/server/services.ts";
import { currentViewer } from "#web/session/current-viewer.ts";
import { SnippetRunner } from "./snippet-runner.tsx";

/** A program, shown in full, that can be run from the page; visitors see a recorded run. */
export async function Snippet({ program }: SnippetProps) {
  const [text, recorded, viewer] = await Promise.all([
    readProgram(program),
    readRecordedOutput(program),
    currentViewer(),
  ]);
  const file = `${program}.ts`;
  return (
    <SnippetRunner
      file={file}
      text={text}
      recorded={recorded}
      carrier={viewer === null ? null : await carrierOf()}
      code={<SourceText text={text} />}
    />
  );
}

/** A program is graded by no exercise, but runs under one's limits: the first of the course that exists. */
async function carrierOf() {
  try {
    const caller = await api();
    const [first] = (await caller.public.outline()).exercises;
    if (first === undefined) return null;
    const { slug, version } = await caller.public.exercise({ slug: first.slug });
    return { slug, version };
  } catch (error) {
    webLog().failed("Finding the exercise that carries the lesson's programs", failureOf(error));
    return null;
  }
}
