"use client";
import type { QuestionProps } from "@lockstep/lessons/components";
import { Sentence } from "@lockstep/ui";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useHydrated } from "#web/chrome/hydrated.tsx";

/** A question with an explanation for each answer; nothing is kept. */
export function Question({ id, choices, children }: QuestionProps) {
  const t = useTranslations("lesson");
  // A full-width mark brings its own space.
  const space = useLocale() === "zh-CN" ? "" : " ";
  const hydrated = useHydrated();
  const [chosen, setChosen] = useState<number | null>(null);
  const answer = chosen === null ? undefined : choices[chosen];
  return (
    <fieldset className="question" id={id} disabled={!hydrated}>
      <legend>{children}</legend>
      <div className="question__choices">
        {choices.map((choice, index) => (
          <label
            key={choice.text}
            className={`question__choice ls-tone-${choice.right === true ? "good" : "bad"}`}
            data-chosen={index === chosen ? "" : undefined}
          >
            <input type="radio" name={id} checked={index === chosen} onChange={() => setChosen(index)} />
            <span>
              <Sentence text={choice.text} />
            </span>
          </label>
        ))}
      </div>
      <p className="question__why" role="status">
        {answer === undefined ? (
          <span className="soft">{t("chooseAnswer")}</span>
        ) : (
          <>
            <strong>{t(answer.right === true ? "right" : "notQuite")}</strong>
            {space}
            <Sentence text={answer.why} />
          </>
        )}
      </p>
    </fieldset>
  );
}
