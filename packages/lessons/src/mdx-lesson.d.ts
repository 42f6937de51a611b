/// <reference types="mdx" />
declare module "*.mdx" {
  import { type LessonMeta } from "@lockstep/lessons";
  export const meta: LessonMeta;
}
