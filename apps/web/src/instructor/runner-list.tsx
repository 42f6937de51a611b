import type { RunnerLine } from "@lockstep/api";
import { Notice } from "@lockstep/ui";
import { useTranslations } from "next-intl";
import { LocalTime } from "#web/submissions/local-time.tsx";

/** The runners of the site: who grades, and who can't and why. */
export function RunnerList({ runners }: { readonly runners: readonly RunnerLine[] }) {
  const t = useTranslations("runners");
  const someReady = runners.some(({ state }) => state === "ready");
  return (
    <section className="runners" aria-labelledby="runners">
      <h2 id="runners" className="runners__title">
        {t("title")}
      </h2>
      {!someReady && <Notice tone="ours" title={t(runners.length === 0 ? "none" : "noneReady")} />}
      <ul className="runners__list">
        {runners.map(({ id, name, slots, state, backend, trouble, seenAt }) => (
          <li key={id} className="runner" data-state={state}>
            <p>
              <code>{name}</code> <strong className="runner__state">{t(`state.${state}`)}</strong>{" "}
              <span className="runner__aside">
                {state === "lost" ? (
                  <>
                    {/* Where a language sets a space here, its text ends with one. */}
                    {t("seen")}
                    <LocalTime at={seenAt} />
                  </>
                ) : (
                  <>
                    {t("slots", { count: slots })}
                    {backend !== null && <span lang="en"> · {backend}</span>}
                  </>
                )}
              </span>
            </p>
            {trouble !== null && state !== "lost" && (
              <p className="runner__aside" lang="en">
                {trouble.because}. {trouble.fix}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
