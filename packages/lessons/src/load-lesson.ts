// The app that compiles this file must see what an MDX file exports, and a declaration for all of them can't be imported.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./mdx-lesson.d.ts" />
import type { Locale } from "@lockstep/contracts";
import type { MDXContent } from "mdx/types";
import type { LessonMeta, LessonSlug } from "./lesson-meta.ts";

/** A lesson in one language. */
export interface Lesson {
  readonly meta: LessonMeta;
  /** The text. Takes `components` where the framework doesn't supply them. */
  readonly Content: MDXContent;
}

// Written out, so that a bundler sees every file and none is looked up by a name from an address.
const files = {
  "mutual-exclusion": {
    en: () => import("../content/en/mutual-exclusion.mdx"),
    "zh-CN": () => import("../content/zh-CN/mutual-exclusion.mdx"),
  },
} satisfies Record<LessonSlug, Record<Locale, () => Promise<unknown>>>;

/** Loads a lesson. Only where MDX is compiled on import: in Next with `@next/mdx`, not in plain Node. */
export async function loadLesson(slug: LessonSlug, locale: Locale): Promise<Lesson> {
  const { default: Content, meta } = await files[slug][locale]();
  return { meta, Content };
}
