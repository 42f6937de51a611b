// The app that compiles this file must see what an MDX file exports.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference types="mdx" />
import type { Locale } from "@lockstep/contracts";
import type { MDXContent } from "mdx/types";
import type { LessonSlug } from "./lesson-slug.ts";

// Written out, so that a bundler sees every file and none is looked up by a name from an address.
const files = {
  "first-steps": {
    en: () => import("../content/en/first-steps.mdx"),
    "zh-CN": () => import("../content/zh-CN/first-steps.mdx"),
  },
  "mutual-exclusion": {
    en: () => import("../content/en/mutual-exclusion.mdx"),
    "zh-CN": () => import("../content/zh-CN/mutual-exclusion.mdx"),
  },
  "lost-update": {
    en: () => import("../content/en/lost-update.mdx"),
    "zh-CN": () => import("../content/zh-CN/lost-update.mdx"),
  },
  deadlock: {
    en: () => import("../content/en/deadlock.mdx"),
    "zh-CN": () => import("../content/zh-CN/deadlock.mdx"),
  },
  semaphore: {
    en: () => import("../content/en/semaphore.mdx"),
    "zh-CN": () => import("../content/zh-CN/semaphore.mdx"),
  },
  event: {
    en: () => import("../content/en/event.mdx"),
    "zh-CN": () => import("../content/zh-CN/event.mdx"),
  },
  "many-cores": {
    en: () => import("../content/en/many-cores.mdx"),
    "zh-CN": () => import("../content/zh-CN/many-cores.mdx"),
  },
  "io-bound": {
    en: () => import("../content/en/io-bound.mdx"),
    "zh-CN": () => import("../content/zh-CN/io-bound.mdx"),
  },
  "thread-pool": {
    en: () => import("../content/en/thread-pool.mdx"),
    "zh-CN": () => import("../content/zh-CN/thread-pool.mdx"),
  },
} satisfies Record<LessonSlug, Record<Locale, () => Promise<unknown>>>;

/**
 * Loads the text of a lesson in one language. Only where MDX is compiled on import: in Next with `@next/mdx`, not in plain
 * Node. It takes `components` where the framework doesn't supply them.
 */
export async function loadLesson(slug: LessonSlug, locale: Locale): Promise<MDXContent> {
  const { default: Content } = await files[slug][locale]();
  return Content;
}
