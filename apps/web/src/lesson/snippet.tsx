import { outline } from "@lockstep/lessons";
import type { SnippetProps } from "@lockstep/lessons/components";
import { readProgram, readRecordedOutput } from "@lockstep/lessons/programs";
import { SourceText } from "#web/markdown/markdown.tsx";
import { api } from "#web/server/api.ts";
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
  const slug = outline.flatMap(({ lessons }) => lessons.flatMap(({ exercises }) => exercises))[0]?.slug;
  if (slug === undefined) return null;
  try {
    const { version } = await (await api()).public.exercise({ slug });
    return { slug, version };
  } catch (error) {
    console.error("Programs cannot be run, because the exercise that carries them was not found:", error);
    return null;
  }
}
