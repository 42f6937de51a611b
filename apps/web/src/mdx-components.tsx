import type { MDXComponents } from "mdx/types";
import { InlineCode } from "@lockstep/ui";
import { lessonComponents } from "./lesson/lesson-components.tsx";
import { CodeBlock } from "./markdown/code-block.tsx";

/** What every lesson may use; see `LessonComponents` in @lockstep/lessons. */
export function useMDXComponents(): MDXComponents {
  return { ...lessonComponents, pre: CodeBlock, code: InlineCode };
}
