import type { Locale } from "@lockstep/contracts";
import { Interleaving, type InterleavingProps } from "./interleaving.tsx";

const drawn: Record<Locale, Omit<InterleavingProps, "locale">> = {
  en: {
    lanes: ["Ann", "Ben"],
    steps: [
      { lane: 0, text: "reads left: 1", left: 1 },
      { lane: 1, text: "reads left: 1", left: 1 },
      { lane: 1, text: "1 is more than 0: buys", left: 1 },
      { lane: 1, text: "writes left = 0", left: 0 },
      { lane: 0, text: "1 is more than 0: buys too", left: 0, mark: "fault" },
      { lane: 0, text: "writes left = 0", left: 0 },
    ],
  },
  "zh-CN": {
    lanes: ["小安", "小本"],
    steps: [
      { lane: 0, text: "读到 left 是 1", left: 1 },
      { lane: 1, text: "读到 left 是 1", left: 1 },
      { lane: 1, text: "1 大于 0：买下", left: 1 },
      { lane: 1, text: "写入 left = 0", left: 0 },
      { lane: 0, text: "1 大于 0：也买下", left: 0, mark: "fault" },
      { lane: 0, text: "写入 left = 0", left: 0 },
    ],
  },
};

/** Two visitors, one ticket, no lock: both buy it. */
export function Oversell({ locale }: { readonly locale: Locale }) {
  return <Interleaving locale={locale} {...drawn[locale]} />;
}
