import type { Locale } from "@lockstep/contracts";
import type { ComponentType, ReactNode } from "react";
import type { FigureName } from "./figures/figure-name.ts";
import type { ProgramName } from "./program-name.ts";

/** A second-level heading with an address that never changes: exercises and other lessons link to `#id`. */
export interface HeadingProps {
  readonly id: string;
  readonly children: ReactNode;
}

/** A program of `programs/`, shown in full, with a button that runs it and shows what it prints. */
export interface SnippetProps {
  readonly program: ProgramName;
}

/** One answer to a question; `why` is shown once it was chosen, whether it is right or not. */
export interface Choice {
  readonly text: string;
  readonly why: string;
  readonly right?: boolean;
}

/** A question with exactly one right answer. Nothing is stored or marked. */
export interface QuestionProps {
  /** Stable, unique within the lesson. */
  readonly id: string;
  readonly choices: readonly Choice[];
  /** The question itself. */
  readonly children: ReactNode;
}

/** A drawing from `@lockstep/lessons/figures`, with its caption. */
export interface FigureProps {
  readonly name: FigureName;
  readonly locale: Locale;
  /** The caption: what to see in it. */
  readonly children: ReactNode;
}

/** Text beside the main thread. `out-of-date`: where the material that this course follows no longer holds, or differs. */
export interface AsideProps {
  readonly kind: "note" | "out-of-date";
  readonly title: string;
  readonly children: ReactNode;
}

/** A word where it is explained for the first time. `english` is its English name, in Chinese lessons only, where it is another word. */
export interface TermProps {
  readonly english?: string;
  readonly children: ReactNode;
}

/** Where a fact comes from; stands after the last paragraph. */
export interface SourceNoteProps {
  readonly children: ReactNode;
}

/** Every component that a lesson may use. The web app supplies all of them; MDX files import nothing. */
export interface LessonComponents {
  readonly Heading: ComponentType<HeadingProps>;
  readonly Snippet: ComponentType<SnippetProps>;
  readonly Question: ComponentType<QuestionProps>;
  readonly Figure: ComponentType<FigureProps>;
  readonly Aside: ComponentType<AsideProps>;
  readonly Term: ComponentType<TermProps>;
  readonly SourceNote: ComponentType<SourceNoteProps>;
}
