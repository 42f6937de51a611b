import type {
  AsideProps,
  FigureProps,
  HeadingProps,
  LessonComponents,
  SourceNoteProps,
  TermProps,
} from "@lockstep/lessons/components";
import { figures, LaneFigure } from "@lockstep/lessons/figures";
import { useTranslations } from "next-intl";
import { Question } from "./question.tsx";
import { Snippet } from "./snippet.tsx";

function Heading({ id, children }: HeadingProps) {
  return (
    <h2 id={id} className="lesson__heading">
      <a href={`#${id}`}>{children}</a>
    </h2>
  );
}

function Figure({ name, locale, children }: FigureProps) {
  return (
    <figure className="lesson-figure">
      <LaneFigure locale={locale} {...figures[name]} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}

function Aside({ kind, title, children }: AsideProps) {
  return (
    <aside className="lesson-aside" data-kind={kind} aria-label={title}>
      <p className="lesson-aside__title">{title}</p>
      <div>{children}</div>
    </aside>
  );
}

/** Only lessons in Chinese name the English word; so its parentheses are full-width, too. */
function Term({ english, children }: TermProps) {
  return (
    <>
      <dfn className="term">{children}</dfn>
      {english !== undefined && (
        <span className="term__english">
          （<span lang="en">{english}</span>）
        </span>
      )}
    </>
  );
}

function SourceNote({ children }: SourceNoteProps) {
  const t = useTranslations("lesson");
  return (
    <section className="lesson-source" aria-label={t("source")}>
      {children}
    </section>
  );
}

/** The parts that lessons are made of, besides Markdown. */
export const lessonComponents: LessonComponents = { Heading, Snippet, Question, Figure, Aside, Term, SourceNote };
